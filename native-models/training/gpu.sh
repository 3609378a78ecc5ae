#!/bin/sh
# The training on one large GPU, stage by stage, as README.md says. A stage that is finished is not run again, and the UNet goes on where
# it stopped, so that two calls of ten minutes are one run: call it again with the same RUN.
#
#   RUN=/tmp/run OUT=/tmp/out LIMIT=570 sh gpu.sh
#
# RUN: folder of the run; OUT: what comes home after each call, in files of at most 16 MB (cat model.part* > model.safetensors);
# LIMIT: seconds of this call; TEACHER, READER, WIDEN, UNET: minutes of the stages; START: first weights of the UNet, to go on from a model
# that came home (then TEACHER_FILE: its teacher.safetensors, and the first stage is left out); LEAVE: seconds to start and end a stage.
set -eu
cd "$(dirname "$0")"
: "${RUN:=/tmp/run}" "${OUT:=/tmp/out}" "${LIMIT:=570}" "${WORLD:=whole}" "${PYTHON:=python3}" "${DEVICE:=cuda}" "${PROCS:=14}" "${LEAVE:=40}"
: "${TEACHER:=3}" "${READER:=0.7}" "${WIDEN:=2.5}" "${UNET:=10.5}" "${START:=}" "${TEACHER_FILE:=}"
: "${TEACHER_BATCH:=64}" "${WIDEN_BATCH:=24}" "${BATCH:=384}" "${EVERY:=50}" "${RATE:=1e-3}"
: "${STOCK:=24000}" "${WIDEN_STOCK:=8000}" "${SCENES:=8000}" "${POOL:=60000}" "${FIRST:=8000}" "${SAMPLES:=16}"
export WORLD OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONUNBUFFERED=1
began=$(date +%s)
mkdir -p "$RUN" "$OUT"

left() { echo $((LIMIT - $(date +%s) + began)); }

# What comes home: the model so far, as float16 in parts, the teacher, and one archive of logs, sheets, reader and tokenizer.
pack() {
  rm -f "$OUT"/*
  if [ -e "$RUN/ema.safetensors" ] && [ -e "$RUN/autoencoder.safetensors" ]; then
    "$PYTHON" -W ignore export.py --weights "$RUN/ema.safetensors" --autoencoder "$RUN/autoencoder.safetensors" --out "$RUN/model.safetensors"
    split -b 15000000 -d "$RUN/model.safetensors" "$OUT/model.part"
  fi
  if [ -e "$RUN/teacher.safetensors" ]; then split -b 15000000 -d "$RUN/teacher.safetensors" "$OUT/teacher.part"; fi
  sheets=$(cd "$RUN" && ls -t sheet_*.png 2>/dev/null | head -n 2)
  (cd "$RUN" && tar czf "$OUT/rest.tgz" $(ls ./*.out ./*.log teacher.png autoencoder.png samples.png tokenizer.json reader.safetensors 2>/dev/null) $sheets)
  ls -l "$OUT"
}

# run NAME COMMAND...: a command with its log; where it fails, what there is comes home.
run() {
  name=$1
  shift
  echo "== $name, $(left) s left"
  if ! "$PYTHON" -W ignore "$@" >> "$RUN/$name.out" 2>&1; then
    tail -n 30 "$RUN/$name.out"
    pack
    exit 1
  fi
  tail -n 2 "$RUN/$name.out" | cut -c1-600
}

# stage NAME MINUTES COMMAND...: runs it unless it was finished before, or stops here where the time of this call does not suffice.
stage() {
  name=$1
  seconds=$("$PYTHON" -c "print(int(60 * $2 + $LEAVE))")
  shift 2
  if [ -e "$RUN/$name.done" ]; then return 0; fi
  if [ "$(left)" -lt "$seconds" ]; then
    echo "== $name takes $seconds s: call again"
    pack
    exit 0
  fi
  run "$name" "$@"
  touch "$RUN/$name.done"
}

if [ -n "$TEACHER_FILE" ]; then
  cp "$TEACHER_FILE" "$RUN/teacher.safetensors"
  touch "$RUN/teacher.done"
fi
stage teacher "$TEACHER" train_autoencoder.py --out "$RUN" --minutes "$TEACHER" --batch "$TEACHER_BATCH" --stock "$STOCK" --look 1 \
  --draw-procs "$PROCS" --procs 1 --device "$DEVICE"
stage reader "$READER" reader.py --teacher "$RUN/teacher.safetensors" --out "$RUN/reader.safetensors" --minutes "$READER" --scenes "$SCENES" \
  --draw-procs "$PROCS" --device "$DEVICE"
stage widen "$WIDEN" widen_autoencoder.py --teacher "$RUN/teacher.safetensors" --out "$RUN" --minutes "$WIDEN" --batch "$WIDEN_BATCH" \
  --stock "$WIDEN_STOCK" --look 1 --draw-procs "$PROCS" --device "$DEVICE"

# The UNet takes what is left of this call, until it has had its minutes.
if [ ! -e "$RUN/unet.done" ]; then
  minutes=$("$PYTHON" - "$RUN/train.log" "$UNET" "$(left)" "$LEAVE" <<'EOF'
import json, os, sys
log, whole, left, leave = sys.argv[1], *map(float, sys.argv[2:])
spent = [json.loads(line)['minutes'] for line in open(log)][-1] if os.path.exists(log) else 0
print(round(max(0, min(whole - spent, (left - leave) / 60)), 3), int(whole - spent <= (left - leave) / 60))
EOF
)
  if [ "$(echo "$minutes" | "$PYTHON" -c "print(int(float(input().split()[0]) >= .2))")" = 1 ] || [ "${minutes#* }" = 1 ]; then
    run unet train.py --out "$RUN" --autoencoder "$RUN/teacher.safetensors" --reader "$RUN/reader.safetensors" --start "$START" --batch "$BATCH" \
      --merge 0 --lr "$RATE" --ema 0.999 --minutes "${minutes% *}" --plan "$UNET" --pool "$POOL" --first "$FIRST" --every "$EVERY" --look 2 --sheet 4 \
      --draw-procs "$PROCS" --procs 1 --device "$DEVICE"
    if [ "${minutes#* }" = 1 ]; then touch "$RUN/unet.done"; fi
  fi
fi
if [ -e "$RUN/unet.done" ] && [ ! -e "$RUN/samples.done" ]; then
  pack > "$RUN/pack.out"
  run samples sample.py --weights "$RUN/model.safetensors" --out "$RUN/samples.png" --count "$SAMPLES" --device "$DEVICE"
  touch "$RUN/samples.done"
fi
pack
if [ -e "$RUN/samples.done" ]; then echo "== all stages are finished"; else echo "== call again"; fi

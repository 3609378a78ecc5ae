"""Distils a student of few steps from an exported model, for live work: a UNet that goes, in one pass without guidance, where the teacher
goes in two guided steps. Everything but the UNet stays the teacher's.

python3 distil.py --teacher ../starter/starter.safetensors --out run/student.safetensors --minutes 60

The teacher draws pictures of fresh scenes from noise (PLMS, twice as many steps) and keeps the latents of every second step. The student
takes DDIM steps on the published timesteps of `steps`, from the same noise. It learns from where it came to itself as well as from where
the teacher was, because alone it never is where the teacher was; the target is the teacher's latent in both cases.
steps: a divisor of 500; student: an earlier student to go on from; batch: pictures drawn at once; stock: batches kept; reuse: batches learnt between two new ones;
own: share of samples that go on from the student's own latents.
"""
import copy
import json
import time
import numpy as np
import torch
from common import Ema, load_safetensors, logger, options, rate, save_safetensors
from data import as_row, choose_formats, grounding, tokens_of
from model import alphas_cumprod
from sample import ddim_steps, load, sample
from world import World, encode, scene_caption

NOISE = 10 ** 6                                                        # first seed of the noise: the evaluation's lie below

def conditions(c, world, rng, n):
    """n fresh scenes -> the scenes, captions and grounding as users give them, each picture with formats of its own."""
    scenes = [world.scene(rng) for _ in range(n)]
    rows = [as_row(s, rng, c) for s in scenes]
    data = {k: np.stack([r[k] for r in rows]) for k in rows[0]}
    formats = np.stack([choose_formats(rng, c['max_objs']) for _ in scenes])
    captions = [scene_caption(s['attrs'], s['background'], rng, s['boxes']) for s in scenes]
    return scenes, captions, grounding(data, np.arange(n), c, rng, formats)

def path_of(c, nets, captions, g, steps, guidance, first, device):
    """The teacher's way -> latents [steps + 1, B, z, h, w]: the noise, then where each step of the student should end."""
    trace = []
    end = sample(c, nets, captions, g, steps=2 * steps, guidance=guidance, method='plms', first=first, device=device, trace=trace)
    return torch.stack([trace[0], *trace[3::2], end])

def ddim(x, e, a, b):
    """From noise level a to b (values of alpha bar)."""
    return b.sqrt() * (x - (1 - a).sqrt() * e) / a.sqrt() + (1 - b).sqrt() * e

class Batch:
    """Scenes with the teacher's way through them."""
    def __init__(self, c, teacher, world, rng, a, number):
        _, captions, self.g = conditions(c, world, rng, a.batch)
        with torch.no_grad():
            self.path = path_of(c, teacher, captions, self.g, a.steps, a.guidance, NOISE + number * a.batch, a.device).half()
            ids = torch.tensor([encode(s, c['max_length']) for s in captions], device=a.device)
            self.context, _ = teacher['text_encoder'](ids)

def learn(student, batch, levels, own, rng, device):
    """One way of the student through a batch: yields the loss of each step, to be learnt before the next one is asked for.
    levels: [(timestep, alpha bar there, alpha bar where the step ends)]."""
    x = batch.path[0].float()
    for i, (t, a, b) in enumerate(levels):
        if i:
            mine = torch.from_numpy(rng.random(len(x)) < own).to(device)[:, None, None, None]
            x = torch.where(mine, x, batch.path[i].float())
        e = student['model'](x, torch.full((len(x),), t, device=device), batch.context, tokens_of(student, batch.g, device))
        x = ddim(x, e, a, b)
        yield (x - batch.path[i + 1].float()).pow(2).mean()
        x = x.detach()

def write(path, teacher_file, student, a, seen):
    """The teacher's file with the student's UNet, and what suits it as its defaults."""
    t, meta = load_safetensors(teacher_file)
    t.update({f'model.{k}': v.half() for k, v in student['model'].state_dict().items()})
    defaults = dict(json.loads(meta['defaults']), guidance=1.0, steps=a.steps, sampler='ddim')
    save_safetensors(path, t, dict(meta, defaults=json.dumps(defaults), distilled=str(seen)))

if __name__ == '__main__':
    a = options(__doc__, teacher='../starter/starter.safetensors', student='', out='run/student.safetensors', minutes=60.0, steps=5,
                guidance=1.7, batch=32, stock=96, first=12, reuse=5, own=0.5, lr=2e-4, ema=0.995, every=20, save=10.0)
    torch.set_num_threads(1 if a.device == 'cpu' else 4)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    rng, log = np.random.default_rng(int(time.time())), logger(a.out + '.log', 0)
    c, teacher = load(a.teacher, a.device)
    student = copy.deepcopy(teacher) if not a.student else load(a.student, a.device)[1]
    student['text_encoder'].requires_grad_(False)
    params = list(student['model'].parameters())
    opt, ema, world = torch.optim.AdamW(params, a.lr, betas=(.9, .99), weight_decay=0.0), Ema(params, a.ema), World(c['image_size'])
    a_bar, ts = alphas_cumprod().to(a.device).float(), ddim_steps(a.steps)
    levels = [(t, a_bar[t], a_bar[n]) for t, n in zip(ts, [*ts[1:], 0])]
    stock, drawn, learnt, losses, start = [], 0, 0, [], time.time()
    saved = start
    while (spent := (time.time() - start) / 60) < a.minutes:
        if len(stock) < a.first or learnt % a.reuse == 0:
            stock = [*stock, Batch(c, teacher, world, rng, a, drawn + int(start) % 10 ** 6 * 1000)][-a.stock:]
            drawn += 1
            if len(stock) < a.first:
                continue
        row = []
        for loss in learn(student, stock[rng.integers(len(stock))], levels, a.own, rng, a.device):
            for pg in opt.param_groups:
                pg['lr'] = rate(spent / a.minutes, a.lr)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(params, 1.0)
            opt.step()
            ema.update()
            row.append(float(loss.detach()))
        learnt += 1
        losses.append(row)
        if learnt % a.every == 0:
            log(minutes=spent, drawn=drawn * a.batch, seen=learnt * a.batch, loss_by_step=np.mean(losses, 0).round(5).tolist())
            losses = []
        if time.time() - saved > a.save * 60:
            ema.swap()
            write(a.out, a.teacher, student, a, learnt * a.batch)
            ema.swap()
            saved = time.time()
    ema.swap()
    write(a.out, a.teacher, student, a, learnt * a.batch)

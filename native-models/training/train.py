"""Trains UNet, UniFusion and text encoder together on a pool of drawn scenes, in the latents of a trained autoencoder.

python3 train.py --out run --autoencoder run/teacher.safetensors --reader run/reader.safetensors --minutes 60 --plan 60
(run it again to go on)

start: first weights, from an exported file or an earlier run's ema.safetensors (embeddings go over word by word where its words
differ); minutes: this sitting; plan: all sittings
together (sets the learning rate); batch: samples of one process in one step; merge: processes average their weights every so
many steps (0: their gradients in each step); ema: decay per update (per merge); pool, first: scenes held by a process, and
drawn before the first step; refresh: new scenes per sample trained on; probe: one step in so many
supervises the fusers' attention (more than 1 saves time once that is learnt); attention, words, reading: weights of the losses
on the fusers' attention, on the text feature, and on what the reader reads (without --reader there is none); every, look, sheet:
steps between log lines, minutes between held-out checks and between saves with a sample sheet; config: JSON over the default
sizes, kept in the files.
"""
import functools
import json
import os
import signal
import time
import zlib
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from common import Ema, Group, logger, load_safetensors, options, rate, save_safetensors
from data import Pool, on_device, scene_drawers, tokens_of, training_batch
from model import STARTER, alphas_cumprod, build, load_autoencoder
from reader import Reader, load_reader, reader_loss, shares_of
from sample import sample_sheet, set_fuser_scale
from train_autoencoder import half, swift
from world import CLASSES, COLOURS, CUT, SIZES, TEXTURES, VOCAB, World, vocabulary, words_of, world_cut

@functools.lru_cache(None)
def hump(device):
    return torch.from_numpy(np.random.default_rng(0).beta(2.5, 1.8, 1 << 16).astype(np.float32)).to(device)

def times(gen, n):
    """Steps: two thirds from a hump over the middle and high noise levels, where the layout is decided; the rest even."""
    dev, table = gen.device, hump(gen.device)
    u, v = torch.rand(2, n, generator=gen, device=dev)
    over = table[torch.randint(len(table), (n,), generator=gen, device=dev)]
    return (torch.where(u < .65, over, v) * 1000).long().clamp(0, 999)

def attention_loss(probes, owner, slots):
    """Teaches fusers where instances are: visual tokens on an instance should look at its grounding tokens.
    probes: scores [B,H,P,M] of each fuser; owner [B,S,S] slot + 1. The published model has no such loss; it changes no key."""
    total = 0.0
    for s in probes:
        B, H, P, _ = s.shape
        r, side = int(P ** .5), owner.shape[-1]
        own = owner[:, side // (2 * r)::side // r, side // (2 * r)::side // r].long().reshape(B, 1, P).expand(B, H, P)
        p = torch.logsumexp(s[..., :4 * slots].float().view(B, H, P, 4, slots), 3).log_softmax(-1)
        hit = p.gather(-1, (own - 1).clamp(min=0)[..., None])[..., 0]
        total = total - (hit * (own > 0)).sum() / (own > 0).sum().clamp(min=1)
    return total / max(1, len(probes))

@functools.lru_cache(None)
def word_directions(dim):
    """[(words, unit vectors [k,dim])]: a fixed random direction for each class, colour, texture and size. Those of the first edition's
    words come from one stream, as they did then; every other word has a seed of its own, so that a word keeps its direction in all worlds."""
    table, gen, old = {}, torch.Generator().manual_seed(11), world_cut('first')
    for words in (old.classes, list(old.colours), old.textures[1:]):
        table.update(zip(words, torch.randn(len(words), dim, generator=gen)))
    of = lambda w: table[w] if w in table else torch.randn(dim, generator=torch.Generator().manual_seed(zlib.crc32(w.encode())))
    return [(ws, F.normalize(torch.stack([of(w) for w in ws]), dim=1)) for ws in (CLASSES, list(COLOURS), TEXTURES[1:], SIZES) if ws]

@functools.lru_cache(None)
def directions_on(device, first, dim):
    """The directions of the words that begin with `first`, carried to a device once."""
    return next(d for words, d in word_directions(dim) if words[0] == first).to(device)

def word_loss(pooled, ids):
    """Teaches the end-of-text feature to tell words apart: fixed random directions, one for each class, colour, texture and size,
    must name the words of the caption. pooled [U,D], ids [U,L]. Without it red, orange and yellow stay one for long."""
    total = 0.0
    for words, _ in word_directions(pooled.shape[1]):
        dirs = directions_on(pooled.device, words[0], pooled.shape[1])
        is_in = (ids[:, :, None] == on_device(tuple(VOCAB[w] for w in words), ids.device, torch.long)).any(1)
        some = is_in.any(1).float()
        ce = F.cross_entropy(pooled.float() @ dirs.t(), is_in.float().argmax(1), reduction='none')
        total = total + (ce * some).sum() / some.sum().clamp(min=1)
    return total / 3

def loss_of(nets, batch, t, a_bar, box_weight, dev, gen=None, probe=False, gamma=5.0, top=15.0):
    """-> (weighted loss, plain eps error per sample [B], scores of the fusers' probes, loss on words, predicted latents).
    The weight of a noise level is 1/a_bar (the error as a v-model sees it, else the high levels, which decide layout and
    class, count for almost nothing), at most `top`, and falls as 5/SNR where there is little noise."""
    z, caps, g, boxes = batch
    z, boxes, t = z.to(dev), boxes.to(dev), t.to(dev)
    noise = torch.randn(z.shape, generator=gen).to(dev) if gen else torch.randn_like(z)
    ab = a_bar.to(dev)[t][:, None, None, None]
    ctx, _ = nets['text_encoder'](caps.to(dev))
    fusers = [m for m in nets['model'].modules() if hasattr(m, 'probe')]
    probes, words = [], []
    for m in fusers:
        m.probe = probes if probe else None
    x = ab.sqrt() * z + (1 - ab).sqrt() * noise
    pred = nets['model'](x, t, ctx, tokens_of(nets, g, dev, words))
    for m in fusers:
        m.probe = None
    err = (pred.float() - noise).pow(2).mean(1, keepdim=True)
    w = 1 + box_weight * boxes
    a = ab.flatten()
    per = (err * w / w.mean()).mean((1, 2, 3)) * (1 / a).clamp(max=top) * (gamma * (1 - a) / a).clamp(max=1.0)
    clean = (x - (1 - ab).sqrt() * pred.float()) / ab.sqrt()
    return per.mean(), err.detach().mean((1, 2, 3)), probes, word_loss(words[0], g['ids'].to(dev)), clean

def reading_weight(t, a_bar):
    """[B] how much the reader's word counts: the gradient on eps grows as sqrt((1 - a) / a), so it is taken back there;
    where nearly nothing is noise there is nothing to learn from it."""
    a = a_bar[t]
    return (a / (1 - a)).sqrt().clamp(max=1.0) * ((1 - a) > .02).float()

EMBEDDING = 'text_encoder.transformer.text_model.embeddings.token_embedding.weight'

def carried(old, old_words, new, new_words):
    """Token embeddings [words,D] for new_words: those that were known keep their row, the others keep that of `new`, at the scale of old."""
    at = {w: i for i, w in enumerate(old_words)}
    out = new.clone() * (old.std() / new.std())
    for i, w in enumerate(new_words):
        if w in at:
            out[i] = old[at[w]]
    return out

def first_weights(path, nets):
    """{key: tensor} of a start file in the words of this world."""
    t, meta = load_safetensors(path)
    t = {k: v.float() if v.is_floating_point() else v for k, v in t.items()}
    t[EMBEDDING] = carried(t[EMBEDDING], words_of(meta, path), nets.state_dict()[EMBEDDING], vocabulary())
    return t

class Sitting:
    """Weights, optimiser, averages and counters of one process; saved to and restored from last.pt."""
    def __init__(self, a, c, dev):
        self.a, self.c, self.dev = a, c, dev
        torch.manual_seed(0)                                           # same first weights in every rank
        self.nets = build(c)
        if a.start:
            first = first_weights(a.start, self.nets)
            for k in ('model', 'text_encoder'):
                self.nets[k].load_state_dict({n[len(k) + 1:]: v for n, v in first.items() if n.startswith(k + '.')})
        self.nets['autoencoder'] = load_autoencoder(a.autoencoder, c['factor'])
        self.nets = self.nets.to(dev)
        self.params = [p for k in ('model', 'text_encoder') for p in self.nets[k].parameters()]
        self.opt = torch.optim.AdamW(self.params, a.lr, betas=(.9, .99), weight_decay=0.01, foreach=True)
        self.ema = Ema(self.params, a.ema)
        self.step, self.seen, self.spent, self.cpu, self.start = 0, 0, 0.0, 0.0, time.time()
        self.path = f'{a.out}/last.pt'
        if os.path.exists(self.path):
            s = torch.load(self.path, map_location=dev)
            if s.get('words', vocabulary(world_cut('first'))) != vocabulary():
                raise SystemExit(f'{self.path} was trained in another world than "{CUT.name}": set WORLD as it was, or give its ema.safetensors as --start with another --out.')
            for p, v in zip(self.params, s['params']):
                p.data.copy_(v)
            self.ema.values, self.ema.n = [v.to(dev) for v in s['ema']], s['ema_n']
            self.opt.load_state_dict(s['opt'])
            self.step, self.seen, self.spent, self.cpu = s['step'], s['seen'], s['spent'], s['cpu']
    def minutes(self):
        return (self.spent + time.time() - self.start) / 60
    def clock(self):
        return dict(step=self.step, seen=self.seen, minutes=self.minutes(), cpu=self.cpu + time.process_time())
    def save(self):
        torch.save(dict(words=vocabulary(), params=[p.data for p in self.params], ema=self.ema.values, ema_n=self.ema.n, opt=self.opt.state_dict(),
                        step=self.step, seen=self.seen, spent=self.minutes() * 60, cpu=self.cpu + time.process_time()), self.path + '.part')
        os.replace(self.path + '.part', self.path)
        self.ema.swap()
        save_safetensors(f'{self.a.out}/ema.safetensors', {k: v for k, v in self.nets.state_dict().items() if not k.startswith('autoencoder.')},
                         {'config': json.dumps(self.c), 'samples': str(self.seen), 'steps': str(self.step), 'world': CUT.name,
                          'vocabulary': json.dumps(vocabulary())})
        self.ema.swap()

def work(group, a, c, world):
    cuda = a.device.startswith('cuda')
    torch.set_num_threads(4 if cuda else 1)
    torch.set_flush_denormal(True)
    rank, dev = group.rank, torch.device(a.device)
    workers = None
    if cuda:                                                           # forked before CUDA starts
        workers = scene_drawers(c, world, a.draw_procs, load_autoencoder(a.autoencoder, c['factor']).times)
        swift()
    s = Sitting(a, c, dev)
    nets, log = s.nets, logger(f'{a.out}/train.log', rank)
    nets['model'].position_net.dense = cuda
    reader = None
    if a.reader:
        reader = Reader(c['z_channels']).to(dev).eval().requires_grad_(False)
        reader.load_state_dict(load_reader(a.reader))
    rng = np.random.default_rng(1000 + 17 * rank + s.step)
    torch.manual_seed(1 + rank + 31 * s.step)
    gen = torch.Generator(dev).manual_seed(1000 + 17 * rank + s.step)
    pool = Pool(c, world, nets['autoencoder'], rng, a.pool, a.device, workers)
    pool.grow(a.first)
    val_rng = np.random.default_rng(4242)
    held = Pool(c, World(c['image_size'], CUT.held, seed=99), nets['autoencoder'], val_rng, 64, a.device)
    held.grow(64)
    held_batch = training_batch(held, val_rng, 64, c)
    held_t = torch.linspace(60, 960, 64).long()
    a_bar = alphas_cumprod(torch.float32).to(dev)
    log(event='start', params=sum(p.numel() for p in s.params), pool=pool.count, fill_s=time.time() - s.start, procs=group.n, **s.clock())
    def look(keep):
        """Held-out error of the averaged weights by noise level; with keep a sample sheet and the files too."""
        s.ema.swap()
        with torch.no_grad():
            e = loss_of(nets, held_batch, held_t, a_bar, 0.0, dev, gen=torch.Generator().manual_seed(3))[1].cpu().numpy()
        log(event='held', eps_by_level=[round(float(v), 4) for v in e.reshape(4, 16).mean(1)], eps=float(e.mean()), **s.clock())
        if keep:
            im = sample_sheet(c, nets, 8, 4, device=a.device, steps=10, guidance=1.7, zoom=1)
            Image.fromarray(im).save(f'{a.out}/sheet_{s.step:06d}.png')
        s.ema.swap()
        if keep:
            s.save()
    acc, mark, last, told = [], time.time(), [time.time(), time.time()], []
    signal.signal(signal.SIGTERM, lambda *_: told.append(1))           # a stop from outside keeps what was learnt
    while True:
        frac = s.minutes() / a.plan
        if s.step % max(1, a.merge) == 0 and group.agree(bool(told) or (time.time() - s.start) / 60 >= a.minutes):
            break
        batch = training_batch(pool, gen, a.batch, c)
        g = batch[2]
        t = times(gen, a.batch)
        free = s.step % 16 == 15                                       # fusers off: samplers may switch them off near the end
        set_fuser_scale(nets['model'], 0.0 if free else 1.0)
        t = (t.float() * .4).long() if free else t
        with half(cuda):
            loss, err, probes, words, clean = loss_of(nets, batch, t, a_bar, a.focus, dev, probe=s.step % a.probe == 0)
            look_loss = attention_loss(probes, g['owner'], c['max_objs'])
        total, read = loss + a.attention * a.probe * look_loss + a.words * words, torch.zeros((), device=dev)
        if reader is not None and not free:
            shares = shares_of(g['owner'], c['max_objs'], clean.shape[-1])
            read = reader_loss(reader, clean, shares, g['attrs'], reading_weight(t, a_bar))
            total = total + a.reading * read
        s.opt.zero_grad(set_to_none=True)
        total.backward()
        set_fuser_scale(nets['model'], 1.0)
        for pg in s.opt.param_groups:
            pg['lr'] = rate(frac, a.lr, final=a.final)
        if not a.merge:
            group.average(s.params)
        torch.nn.utils.clip_grad_norm_(s.params, 1.0)
        s.opt.step()
        if not a.merge or s.step % a.merge == a.merge - 1:
            if a.merge:
                group.merge(s.params)
            s.ema.update()
        s.step, s.seen = s.step + 1, s.seen + a.batch * group.n
        acc.append([torch.as_tensor(v, device=dev).detach() for v in (loss, look_loss * a.probe, words, read)])
        if a.refresh and s.step % 8 == 0:
            pool.grow(max(1, int(a.batch * a.refresh * 8)), wait=False)
        if rank == 0 and s.step % a.every == 0:
            log(**s.clock(), **dict(zip(('loss', 'attention', 'words', 'reading'), torch.stack([torch.stack(v) for v in acc]).mean(0).tolist())),
                rate=a.every * a.batch * group.n / (time.time() - mark),
                gate=float(np.mean([abs(float(v.tanh())) for n, v in nets['model'].named_parameters() if 'alpha_attn' in n])))
            acc, mark = [], time.time()
        if rank == 0 and time.time() - last[0] > a.look * 60:
            keep = time.time() - last[1] > a.sheet * 60
            look(keep)
            last = [time.time(), time.time() if keep else last[1]]
    if rank == 0:
        look(True)

if __name__ == '__main__':
    a = options(__doc__, out='run', autoencoder='run/teacher.safetensors', start='', reader='', minutes=60.0, plan=60.0, procs=2, batch=24,
                merge=4, lr=1e-3, final=0.03, ema=0.995, pool=8000, first=2000, refresh=0.125, probe=1, attention=0.1, words=0.1, reading=0.03,
                focus=1.0, draw_procs=14, every=50, look=5.0, sheet=10.0, config='{}')
    os.makedirs(a.out, exist_ok=True)
    c = dict(STARTER, **json.loads(a.config))
    n = 1 if a.device.startswith('cuda') else a.procs
    numel = sum(q.numel() for k in ('model', 'text_encoder') for q in build(c)[k].parameters()) if n > 1 else 0
    Group(n, numel).start(work, a, c, World(c['image_size']))          # the world is drawn before the processes part

"""Trains the teacher: a KL autoencoder of pictures of half the size (factor 4), whose latents the starter model uses. The whole
size comes later, from widen_autoencoder.py. Half the size costs a quarter of the time, and most of the work is here.

python3 train_autoencoder.py --out run --minutes 12 --procs 2

resume: start from these weights (a file of its own, or an exported one); near: with resume, how much the latents are held to
the ones they were, so that a UNet trained on those has little to learn anew; noise: largest deviation of the noise on unit
latents while resuming (a start from nothing learns its own); stock: scenes held on CUDA (a quarter of them are drawn
beforehand).
"""
import contextlib
import copy
import json
import os
import signal
import time
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from common import Ema, Group, logger, options, rate, save_safetensors, sheet, to_uint8
from data import Drawers, Ring, shrink, smaller
from model import STARTER, TEACHER, AutoencoderKL, load_autoencoder
from world import CUT, World

def pictures(world, rng, n, stock=None):
    """-> [n,3,P,P] in [-1,1] and weights [n,1,P,P], higher on instances, of mean 1. stock: a Stock of scenes drawn beforehand."""
    if stock:
        at = torch.randint(stock.count, (n,), device=stock.device)
        x, ids = stock.data['image'][at], stock.data['ids'][at]
    else:
        scenes = [world.scene(rng) for _ in range(n)]
        x, ids = (torch.from_numpy(np.stack([s[k] for s in scenes])) for k in ('image', 'ids'))
    x, w = x.permute(0, 3, 1, 2).float() / 127.5 - 1, 1 + 1.5 * (ids > 0)[:, None].float()
    return x, w / w.mean()

class Stock(Ring):
    """For a GPU, which is too fast for drawing on the way: pictures (each side `times` smaller) that processes go on drawing.
    Make it before CUDA starts."""
    def __init__(self, world, procs, times, capacity, device):
        super().__init__(capacity, device)
        row = lambda s, rng: dict(image=smaller(s['image'], times), ids=np.ascontiguousarray(s['ids'][::times, ::times]))
        self.drawn = Drawers(world, procs, int(time.time()), row)
    def fill(self, first=0):
        """Waits until there are `first`; then takes what is ready, at most one chunk."""
        while self.count < first:
            self.add(self.drawn())
        new = self.drawn(wait=False)
        if new:
            self.add(new)

def half(cuda):
    """bfloat16 where a GPU does it."""
    return torch.autocast('cuda', torch.bfloat16) if cuda else contextlib.nullcontext()

def swift():
    """Settings of CUDA: tf32 outside of bfloat16, and the fastest convolutions."""
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = torch.backends.cudnn.benchmark = True

def picture_loss(y, x, w, edge=0.6, coarse=0.5, hue=0.5):
    """L1 of pixels, edges, 4 x 4 means and colour differences; the last two keep broad areas in their right colour."""
    d = y - x
    edges = (d[..., 1:] - d[..., :-1]).abs().mean() + (d[..., 1:, :] - d[..., :-1, :]).abs().mean()
    hues = d[:, 1:] - d[:, :-1]
    return ((d.abs() * w).mean() + edge * edges / 2 + coarse * (F.avg_pool2d(d, 4).abs() * F.avg_pool2d(w, 4)).mean()
            + hue * (hues.abs() * w).mean()), d.detach().abs().mean()

def psnr(y, x):
    return round(float((10 * torch.log10(4 / (y.clamp(-1, 1) - x).pow(2).mean((1, 2, 3)))).mean()), 2)

@torch.no_grad()
def normalise(ae, x):
    """Folds mean and deviation of each latent channel into the 1x1 convs: scaled latents get mean 0, deviation 1."""
    mean = ae.moments(x)[0]
    z = mean.shape[1]
    mu, g = mean.mean((0, 2, 3)), 1 / (ae.scale_factor * mean.std((0, 2, 3)))
    q, p = ae.quant_conv, ae.post_quant_conv
    q.weight[:z] *= g[:, None, None, None]
    q.bias[:z] = (q.bias[:z] - mu) * g
    q.bias[z:] += 2 * g.log()
    p.bias += (p.weight[:, :, 0, 0] * mu).sum(1)
    p.weight /= g[None, :, None, None]

def work(group, a, c, world):
    torch.set_num_threads(1 if a.device == 'cpu' else 8)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)                                               # same first weights in every rank
    dev, size, cuda = torch.device(a.device), STARTER['image_size'], a.device.startswith('cuda')
    times = size // c['image_size']
    stock = Stock(world, a.draw_procs, times, a.stock, dev) if cuda else None
    held = shrink(pictures(World(size, CUT.held, seed=7), np.random.default_rng(5), 64)[0], times).to(dev)
    if cuda:
        swift()
        stock.fill(a.stock // 4)
    ae = (load_autoencoder(a.resume, c['factor']) if a.resume else AutoencoderKL(c)).to(dev).train()
    old = copy.deepcopy(ae).eval() if a.resume and a.near else None
    rng = np.random.default_rng(100 + group.rank)
    params = list(ae.parameters())
    opt, ema, log = torch.optim.Adam(params, a.lr, betas=(.9, .99), foreach=True), Ema(params, .998), logger(f'{a.out}/teacher.log', group.rank)
    torch.manual_seed(1 + group.rank)
    def save(last=False):
        ema.swap()
        if last and not a.resume:
            normalise(ae, held)
        with torch.no_grad():
            z = torch.cat([ae.encode(v) for v in held.split(8)])
            y, noisy = (torch.cat([ae.decode(v) for v in q.split(8)]) for q in (z, z + .1 * torch.randn_like(z)))
            moved = float((z - torch.cat([old.encode(v) for v in held.split(8)])).pow(2).mean()) if old else 0.0
        log(event='held', step=step, psnr=psnr(y, held), psnr_latent_noise_01=psnr(noisy, held), moved=moved,
            latent_mean=z.mean((0, 2, 3)).tolist(), latent_std=z.std((0, 2, 3)).tolist())
        if group.rank == 0:
            save_safetensors(f'{a.out}/teacher.safetensors', ae.state_dict(), {'config': json.dumps(c)})
            Image.fromarray(sheet([np.concatenate(p) for p in zip(to_uint8(held), to_uint8(y))][:24], 12)).save(f'{a.out}/teacher.png')
        ema.swap()
    t0, step, acc, seen, mark, told = time.time(), 0, [], 0, time.time(), []
    signal.signal(signal.SIGTERM, lambda *_: told.append(1))
    while True:
        frac = (time.time() - t0) / (a.minutes * 60)
        if step % 10 == 0 and group.agree(frac >= 1 or bool(told)):
            break
        if stock:
            stock.fill()
        x, w = pictures(world, rng, a.batch, stock)
        x, w = (x, w) if stock else (shrink(x, times), shrink(w, times))
        with half(cuda):
            mean, logvar = (v.float() for v in ae.moments(x))
            if a.resume:
                z = mean * ae.scale_factor
                y = ae.decode(z + float(rng.uniform(0, a.noise)) * torch.randn_like(z))
                with torch.no_grad():
                    was = old.encode(x) if old else z
                rest = a.near * (z - was).pow(2).mean()
            else:
                y = ae.decode((mean + torch.randn_like(mean) * (0.5 * logvar).exp()) * ae.scale_factor)
                rest = a.kl * 0.5 * (mean ** 2 + logvar.exp() - 1 - logvar).mean()
        loss, l1 = picture_loss(y.float(), x, w)
        for g in opt.param_groups:
            g['lr'] = rate(frac, a.lr)
        opt.zero_grad(set_to_none=True)
        (loss + rest).backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        opt.step()
        if step % 5 == 4:                                             # short steps: the processes meet now and then only
            group.merge(params)
        ema.update()
        step, seen = step + 1, seen + len(x) * group.n
        acc.append(torch.stack((l1, loss.detach(), rest.detach())))
        if step % a.every == 0:
            m, acc = torch.stack(acc).mean(0), []
            log(step=step, minutes=(time.time() - t0) / 60, cpu=time.process_time(), pictures=seen, l1=float(m[0]), loss=float(m[1]), rest=float(m[2]))
        if group.rank == 0 and time.time() - mark > a.look * 60:
            mark = time.time()
            save()
    if group.rank == 0:
        save(last=True)

if __name__ == '__main__':
    a = options(__doc__, out='run', minutes=12.0, procs=2, batch=4, lr=2e-3, kl=2e-4, noise=0.15, near=0.03, every=100, look=4.0, resume='',
                stock=24000, draw_procs=14)
    os.makedirs(a.out, exist_ok=True)
    n = 1 if a.device.startswith('cuda') else a.procs
    world = World(STARTER['image_size'])                               # drawn before the processes part
    Group(n, sum(q.numel() for q in AutoencoderKL(TEACHER).parameters())).start(work, a, TEACHER, world)

"""Sharpens the decoder of an exported model: an adversary learns to tell decoded pictures from drawn ones, the decoder to pass for drawn.
Latents, and with them everything but the decoder, stay as they are.

python3 polish_decoder.py --weights ../starter/starter.safetensors --out run --minutes 60      (run it again to go on)

The decoder learns from latents as the model itself makes them: those of a drawn scene, noised to a random step and cleaned again by the
guided UNet, which is told the scene. Where they came back as they were, the decoder is held to the scene's pixels; where they did not,
the adversary alone says what a picture of the world looks like there. Half of each batch is the drawn scenes' own latents.

Each look tells PSNR, and how steep edges are in decoded and in made pictures beside real ones; with --minutes 0 it only looks.
run/decoder.pt is the state; run/autoencoder.safetensors goes into export.py. adversary, features: weights of the adversary's word and of
what its layers see, beside the loss on pixels; fresh: scenes drawn at once; stock: scenes kept; reuse: steps between two draws;
minutes: of processor time, so two threads spend two a minute; sheet: pictures on the sheet of samples.
"""
import json
import os
import signal
import time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image
from torch.nn.utils import spectral_norm
from common import Ema, load_safetensors, logger, options, rate, save_safetensors, sheet, to_uint8
from distil import conditions
from sample import load, paint, sample, test_scenes
from train_autoencoder import psnr
from world import World

STEPS = 10                                                             # of the way from noise to picture that a user takes

class Adversary(nn.Module):
    """Pictures [B,3,H,W] -> word on each patch [B,1,H/8,W/8] (high: drawn), and the features of each layer."""
    def __init__(self, widths=(32, 64, 96)):
        super().__init__()
        sizes = [3, *widths]
        self.layers = nn.ModuleList([spectral_norm(nn.Conv2d(i, o, 4, 2, 1)) for i, o in zip(sizes, widths)]
                                    + [spectral_norm(nn.Conv2d(widths[-1], widths[-1], 3, 1, 1))])
        self.word = spectral_norm(nn.Conv2d(widths[-1], 1, 3, 1, 1))
    def forward(self, x):
        seen = []
        for layer in self.layers:
            x = F.leaky_relu(layer(x), .2)
            seen.append(x)
        return self.word(x), seen

def trust(z, clean):
    """Latents and those of the drawn scene [B,z,h,w] -> [B,1,h,w] in 0..1: how far the scene's pixels hold there."""
    return 1 / (1 + 3 * (z - clean).pow(2).mean(1, keepdim=True))

def held_to(y, x, w, edge=0.6, coarse=0.5):
    """Loss on pixels: L1 of pixels, edges and 4 x 4 means, weighted by w [B,1,h,w]."""
    d = y - x
    at = lambda v: F.interpolate(w, v.shape[-2:], mode='bilinear', align_corners=False)
    wide, high, mean = d[..., 1:] - d[..., :-1], d[..., 1:, :] - d[..., :-1, :], F.avg_pool2d(d, 4)
    return ((d.abs() * at(d)).mean() + edge * ((wide.abs() * at(wide)).mean() + (high.abs() * at(high)).mean()) / 2
            + coarse * (mean.abs() * at(mean)).mean())

def seen_alike(a, b, w):
    """Distance of two pictures in the adversary's features, weighted by w [B,1,h,w]; each layer counts alike."""
    return sum(((p - q).abs() * F.interpolate(w, p.shape[-2:], mode='bilinear', align_corners=False)).mean() / (q.abs().mean() + 1e-4)
               for p, q in zip(a, b)) / len(a)

def steepness(x):
    """Pictures [B,3,H,W] in [-1,1] -> how steep their edges are: the mean of the steepest 3 % of grey steps between neighbours."""
    grey = x.mean(1)
    steps = [(grey[:, 1:] - grey[:, :-1]).abs().flatten(1), (grey[:, :, 1:] - grey[:, :, :-1]).abs().flatten(1)]
    return float(sum(v.topk(int(v.shape[1] * .03)).values.mean() for v in steps) / 2)

class Stock:
    """Scenes with their own latents and the latents that the model made of them."""
    def __init__(self, c, nets, a):
        self.c, self.nets, self.a, self.world, self.rows, self.drawn = c, nets, a, World(c['image_size']), [], 0
    @torch.no_grad()
    def add(self, rng):
        a, n = self.a, self.a.fresh
        scenes, captions, g = conditions(self.c, self.world, rng, n)
        images = torch.from_numpy(np.stack([s['image'] for s in scenes]))
        clean = self.nets['autoencoder'].encode(shown(images.to(a.device)))
        made = sample(self.c, self.nets, captions, g, steps=STEPS, guidance=a.guidance, first=10 ** 7 + int(rng.integers(10 ** 8)), device=a.device,
                      latents=clean, skip=int(rng.integers(2, STEPS - 1)))
        self.rows = [*self.rows, *zip(images, clean, made)][-a.stock:]
        self.drawn += n
    def batch(self, rng, n):
        """-> pictures [n,3,H,W] in [-1,1], latents for the decoder and the scenes' own; the first half of them are the same."""
        rows = [self.rows[i] for i in rng.integers(len(self.rows), size=n)]
        images, clean, made = (torch.stack(v) for v in zip(*rows))
        z = torch.cat([clean[:n // 2] + float(rng.uniform(0, .1)) * torch.randn_like(clean[:n // 2]), made[n // 2:]])
        return shown(images.to(self.a.device)), z, clean

def shown(images):
    """uint8 [B,H,W,3] -> [B,3,H,W] in [-1,1]."""
    return images.permute(0, 3, 1, 2).float() / 127.5 - 1

def main(a):
    torch.set_num_threads(a.threads)
    torch.set_flush_denormal(True)
    seed = int(time.time())
    torch.manual_seed(seed)
    rng, log = np.random.default_rng(seed), logger(f'{a.out}/decoder.log', 0)
    c, nets = load(a.weights, a.device)
    _, meta = load_safetensors(a.weights)
    ae, adversary = nets['autoencoder'], Adversary().to(a.device)
    nets.requires_grad_(False)
    params = [*ae.decoder.parameters(), *ae.post_quant_conv.parameters()]
    for p in params:
        p.requires_grad_(True)
    told, ema = [], Ema(params, .998)
    opts = [torch.optim.Adam(p, lr, betas=(.5, .9)) for p, lr in ((params, a.lr), (adversary.parameters(), a.lr))]
    path, minutes, step = f'{a.out}/decoder.pt', 0.0, 0
    if os.path.exists(path):
        t = torch.load(path)
        minutes, step, ema.n, ema.values = t['minutes'], t['step'], t['step'], t['ema']
        adversary.load_state_dict(t['adversary'])
        for o, s in zip(opts, t['opts']):
            o.load_state_dict(s)
        with torch.no_grad():
            for p, v in zip(params, t['params']):
                p.copy_(v)
    captions, g, _, scenes = test_scenes(c, a.sheet, seed=11)
    real = shown(torch.from_numpy(np.stack([s['image'] for s in scenes]))).to(a.device)
    def save():
        torch.save(dict(minutes=minutes, step=step, ema=ema.values, params=[p.detach() for p in params], adversary=adversary.state_dict(),
                        opts=[o.state_dict() for o in opts]), path)
        ema.swap()
        with torch.no_grad():
            again = torch.cat([ae.decode(ae.encode(v)) for v in real.split(8)])
        made = paint(c, nets, captions, g, a.device, chunk=8, steps=STEPS, guidance=a.guidance)
        Image.fromarray(sheet([np.concatenate(p) for p in zip(to_uint8(real), to_uint8(again), made)], 12)).save(f'{a.out}/decoder.png')
        steep = {k: steepness(v) / steepness(real) for k, v in (('decoded', again), ('made', shown(torch.from_numpy(np.stack(made))).to(a.device)))}
        log(event='held', step=step, minutes=minutes, psnr=psnr(again, real), edges={k: round(v, 3) for k, v in steep.items()})
        save_safetensors(f'{a.out}/autoencoder.safetensors', ae.state_dict(), {'config': meta['config']})
        ema.swap()
    stock, rows, start, before, looked = Stock(c, nets, a), [], time.process_time(), minutes, time.time()
    signal.signal(signal.SIGTERM, lambda *_: told.append(1))
    while minutes < a.minutes and not told:
        if len(stock.rows) < a.first or step % a.reuse == 0:
            stock.add(rng)
            if len(stock.rows) < a.first:
                continue
        x, z, clean = stock.batch(rng, a.batch)
        w = trust(z, clean)
        y = ae.decode(z)
        drawn, decoded = adversary(x)[0], adversary(y.detach())[0]
        against = F.relu(1 - drawn).mean() + F.relu(1 + decoded).mean()
        step_of(opts[1], against, rate(minutes / a.minutes, a.lr))
        adversary.requires_grad_(False)
        word, seen = adversary(y)
        with torch.no_grad():
            _, want = adversary(x)
        pixels, alike, passed = held_to(y, x, w), seen_alike(seen, want, w), -word.mean()
        ramp = min(1.0, step / 400)                                    # the adversary has to know something first
        step_of(opts[0], pixels + ramp * (a.features * alike + a.adversary * passed), rate(minutes / a.minutes, a.lr))
        adversary.requires_grad_(True)
        ema.update()
        step += 1
        minutes = before + (time.process_time() - start) / 60
        rows.append([float(v.detach()) for v in (pixels, alike, passed, against, w[a.batch // 2:].mean())])
        if step % a.every == 0:
            log(step=step, minutes=minutes, drawn=stock.drawn, **{k: float(v) for k, v in zip(('pixels', 'alike', 'passed', 'against', 'trust'), np.mean(rows, 0))})
            rows = []
        if time.time() - looked > a.look * 60:
            looked = time.time()
            save()
    save()

def step_of(opt, loss, lr):
    """One step of an optimizer down a loss."""
    for g in opt.param_groups:
        g['lr'] = lr
    opt.zero_grad(set_to_none=True)
    loss.backward()
    opt.step()

if __name__ == '__main__':
    a = options(__doc__, weights='../starter/starter.safetensors', out='run', minutes=60.0, batch=4, lr=4e-4, guidance=1.7, adversary=0.05, features=0.5,
                fresh=16, stock=3000, first=64, reuse=20, threads=2, every=100, look=5.0, sheet=24)
    os.makedirs(a.out, exist_ok=True)
    main(a)

"""A small network that reads class, colour and texture of the instances in clean latents. It is a training aid only:
train.py asks it whether the instances can be read in the picture that the UNet predicts, and it is never exported.
It has nothing to do with the recogniser that measures pictures (another input, other data, other weights).

python3 reader.py --teacher run/teacher.safetensors --out run/reader.safetensors --minutes 4
"""
import json
import time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from common import load_safetensors, options, rate, save_safetensors
from data import ATTRIBUTES, Pool, masks_of, scene_drawers
from model import STARTER, load_autoencoder
from world import CUT, World, check_words, vocabulary, world_cut

class Reader(nn.Module):
    """Latents [B,4,h,w] and shares [B,N,h,w] of each cell that an instance covers -> logits of class, colour and texture [B,N,k]."""
    def __init__(self, z=4, d=64):
        super().__init__()
        layers, cin = [], z
        for _ in range(4):
            layers += [nn.Conv2d(cin, d, 3, padding=1), nn.GroupNorm(8, d), nn.SiLU()]
            cin = d
        self.body = nn.Sequential(*layers)
        self.mix = nn.Linear(2 * d, d)
        self.heads = nn.ModuleList([nn.Linear(d, len(k)) for k in ATTRIBUTES])
    def forward(self, x, shares):
        f = self.body(x).flatten(2)                                     # [B,d,hw]
        s = shares.flatten(2)
        mean = torch.matmul(s, f.transpose(1, 2)) / s.sum(2, keepdim=True).clamp(min=1e-3)
        core = (s > .6).float() + 1e-3 * s                              # cells that belong to the instance alone
        inner = torch.matmul(core, f.transpose(1, 2)) / core.sum(2, keepdim=True).clamp(min=1e-3)
        h = F.silu(self.mix(torch.cat([mean, inner], 2)))
        return [k(h) for k in self.heads]

def load_reader(path):
    """Its weights, if it reads the words of this world."""
    t, meta = load_safetensors(path)
    check_words(json.loads(meta.get('vocabulary', '[]')) or vocabulary(world_cut('first')), path)
    return t

def shares_of(owner, slots, side):
    """owner [B,S,S] uint8 slot + 1 -> [B,slots,side,side] share of each cell."""
    return F.adaptive_avg_pool2d(masks_of(owner, slots).float(), side)

def reader_loss(reader, x, shares, attrs, weight):
    """Cross-entropy of the three heads over the instances that cover at least four cells; weight [B]."""
    on = (shares.sum((2, 3)) > 4).float() * weight[:, None]
    total = sum(F.cross_entropy(o.transpose(1, 2), attrs[..., k], reduction='none') for k, o in enumerate(reader(x, shares)))
    return (total * on).sum() / on.sum().clamp(min=1)

def spoil(x, rng):
    """Latents as an unsure UNet predicts them: softer, paler, a little noisy."""
    r = torch.from_numpy(rng.random((3, len(x), 1, 1, 1)).astype(np.float32)).to(x.device)
    soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode='replicate'), 3, 1)
    x = x + (soft - x) * (r[0] * .8) * (r[0] > .35)
    x = x * (1 - .4 * r[1])
    return x + .4 * r[2] * torch.randn_like(x)

if __name__ == '__main__':
    a = options(__doc__, teacher='run/teacher.safetensors', out='run/reader.safetensors', minutes=4.0, batch=32, lr=2e-3, scenes=6000, resume='', draw_procs=14)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    c, ae, cuda = STARTER, load_autoencoder(a.teacher, STARTER['factor']), a.device.startswith('cuda')
    rng, world = np.random.default_rng(909), World(c['image_size'])
    workers = scene_drawers(c, world, a.draw_procs, ae.times) if cuda else None             # before CUDA starts
    ae = ae.to(a.device)
    pool = Pool(c, world, ae, rng, a.scenes, a.device, workers)
    held = Pool(c, None if cuda else World(c['image_size'], CUT.held, seed=99), ae, rng, 200, a.device, workers)
    pool.grow(min(1500, a.scenes))
    held.grow(200)
    reader = Reader(c['z_channels']).to(a.device)
    if a.resume:
        reader.load_state_dict(load_reader(a.resume))
    opt = torch.optim.Adam(reader.parameters(), a.lr)
    def batch(p, idx):
        x, own, attrs = (p.data[k][torch.from_numpy(idx).to(p.device)] for k in ('latents', 'ids', 'attrs'))
        x = x.float()
        return x, shares_of(own, c['max_objs'], x.shape[-1]), attrs.long()
    def exam():
        with torch.no_grad():
            x, s, y = batch(held, np.arange(held.count))
            on = s.sum((2, 3)) > 4
            for name, v in (('clean', x), ('spoilt', spoil(x, np.random.default_rng(3)))):
                print(name, [round(float((o.argmax(2) == y[..., k])[on].float().mean()), 3) for k, o in enumerate(reader(v, s))], flush=True)
    start, step = time.time(), 0
    while (frac := (time.time() - start) / (a.minutes * 60)) < 1:
        x, s, y = batch(pool, rng.integers(0, pool.count, a.batch))
        loss = reader_loss(reader, spoil(x, rng), s, y, torch.ones(len(x), device=x.device))
        for g in opt.param_groups:
            g['lr'] = rate(frac, a.lr)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        step += 1
        if step % 4 == 0:
            pool.grow(8, wait=False)
        if step % 200 == 0:
            print(step, round(float(loss), 3), flush=True)
            exam()
    exam()
    save_safetensors(a.out, reader.state_dict(), {'vocabulary': json.dumps(vocabulary())})

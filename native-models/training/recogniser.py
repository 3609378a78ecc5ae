"""The recogniser: a small network that tells class, colour and texture of what is in a box of a picture, or that nothing
is there. It measures pictures and has no part in making or training them. It learns from real crops (sharp, autoencoded,
blurred, noisy), never from generated ones.

python3 recogniser.py --autoencoder run/autoencoder.safetensors --out run/recogniser.safetensors --minutes 5

(minutes of processor time.) The graph, for engines that rebuild it: four times conv (3x3, pad 1, strides 1, 2, 2, 2), group norm, SiLU; one more conv of
stride 1, group norm, SiLU; mean over the map; three linear heads. Keys conv0..conv4, norm0..norm4, head_class, head_colour,
head_texture, each with weight and bias. The last class is "nothing"; then colour and texture mean nothing.
"""
import json
import os
import time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from common import load_safetensors, options, rate, save_safetensors, to_uint8
from data import ATTRIBUTES
from model import STARTER, load_autoencoder
from world import CLASSES, COLOURS, CUT, TEXTURES, World, check_words

SIDE, MARGIN, GROUPS = 32, 0.1, 8
WIDTHS, STRIDES = (32, 48, 64, 96, 96), (1, 2, 2, 2, 1)
NOTHING = len(CLASSES)
# Sides of boxes in which nothing is: those of things, short of the largest, for which there is no empty place.
EMPTY = (CUT.sides[0], min(.5, CUT.sides[1])) if CUT.name != 'first' else (.22, .5)

class Recogniser(nn.Module):
    """[B,3,32,32] in [-1,1] -> logits of class [B, classes + 1] (the last: nothing), colour and texture."""
    def __init__(self):
        super().__init__()
        cin = 3
        for i, (d, s) in enumerate(zip(WIDTHS, STRIDES)):
            setattr(self, f'conv{i}', nn.Conv2d(cin, d, 3, s, 1))
            setattr(self, f'norm{i}', nn.GroupNorm(GROUPS, d))
            cin = d
        self.head_class, self.head_colour, self.head_texture = (nn.Linear(cin, n) for n in (NOTHING + 1, len(COLOURS), len(TEXTURES)))
    def forward(self, x):
        for i in range(len(WIDTHS)):
            x = F.silu(getattr(self, f'norm{i}')(getattr(self, f'conv{i}')(x)))
        x = x.mean((2, 3))
        return self.head_class(x), self.head_colour(x), self.head_texture(x)

def cut(image, box):
    """image [H,W,3] uint8, box x0,y0,x1,y1 in 0..1 -> [3,SIDE,SIDE] in [-1,1].
    In pixels: a margin of MARGIN times the longer side is added on all sides, the corners are clipped to the picture and
    rounded down (the far ones after adding 1), and the crop is resized bilinearly (half-pixel centres, no antialias)."""
    H, W = image.shape[:2]
    x0, y0, x1, y1 = (float(v) * s for v, s in zip(box, (W, H, W, H)))
    m = MARGIN * max(x1 - x0, y1 - y0)
    x0, x1 = (int(min(max(v, 0), W)) for v in (x0 - m, x1 + m + 1))
    y0, y1 = (int(min(max(v, 0), H)) for v in (y0 - m, y1 + m + 1))
    t = torch.from_numpy(np.ascontiguousarray(image[y0:y1, x0:x1])).permute(2, 0, 1)[None].float() / 127.5 - 1
    return F.interpolate(t, (SIDE, SIDE), mode='bilinear', align_corners=False)[0]

def empty_boxes(boxes, rng, tries=12):
    """Boxes in which nothing is: places of the size of an instance that miss all instances, or hardly touch one."""
    out = []
    for _ in range(tries):
        w, h = rng.uniform(*EMPTY, 2)
        x, y = rng.uniform(0, 1 - w), rng.uniform(0, 1 - h)
        hit = [max(0, min(x + w, b[2]) - max(x, b[0])) * max(0, min(y + h, b[3]) - max(y, b[1])) / ((b[2] - b[0]) * (b[3] - b[1])) for b in boxes]
        part = [max(0, min(x + w, b[2]) - max(x, b[0])) * max(0, min(y + h, b[3]) - max(y, b[1])) / (w * h) for b in boxes]
        if max(hit) < .22 and max(part) < .18:
            out.append((x, y, x + w, y + h))
        if len(out) == 2:
            break
    return out

def crops_of(images, scenes, rng, shift=.012):
    """Pictures [H,W,3] and their scenes -> crops [M,3,32,32], labels [M,3] of instances (a little out of place) and of nothing."""
    x, y = [], []
    for im, s in zip(images, scenes):
        for b, at in zip(s['boxes'], s['attrs']):
            x.append(cut(im, np.clip(b + rng.normal(0, shift, 4), 0, 1) if shift else b))
            y.append([k.index(u) for k, u in zip(ATTRIBUTES, at)])
        for b in empty_boxes(s['boxes'], rng)[:1 if rng.random() < .6 else 2]:
            x.append(cut(im, b))
            y.append([NOTHING, -1, -1])
    return torch.stack(x), torch.tensor(y)

@torch.no_grad()
def autoencode(ae, images):
    """[H,W,3] uint8 pictures through the autoencoder."""
    x, dev = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float() / 127.5 - 1, next(ae.parameters()).device
    return list(to_uint8(torch.cat([ae.decode(ae.encode(v.to(dev))).cpu() for v in x.split(8)])))

def loss_of(out, y):
    """Cross-entropies of the three heads; colour and texture only where something is."""
    some = y[:, 0] != NOTHING
    return F.cross_entropy(out[0], y[:, 0]) + sum(F.cross_entropy(o[some], y[some, k]) for k, o in ((1, out[1]), (2, out[2])))

@torch.no_grad()
def accuracy(net, x, y):
    """-> shares right: class of instances, "nothing" where nothing is, instances seen as something, colour, texture, all three."""
    o = [v.argmax(1) for v in net(x)]
    some = y[:, 0] != NOTHING
    ok = [(v == y[:, k])[some].float() for k, v in enumerate(o)]
    r = dict(zip(('class', 'colour', 'texture'), (float(v.mean()) for v in ok)), all=float((ok[0] * ok[1] * ok[2]).mean()),
             present=float((o[0] != NOTHING)[some].float().mean()), nothing=float((o[0] == NOTHING)[~some].float().mean()))
    return {k: round(v, 4) for k, v in r.items()} | dict(instances=int(some.sum()), empty=int((~some).sum()))

def load_recogniser(path):
    net, (t, meta) = Recogniser(), load_safetensors(path)
    check_words([*json.loads(meta['classes'])[:-1], *json.loads(meta['colours']), *json.loads(meta['textures'])], path)
    net.load_state_dict(t)
    return net.eval()

def held_crops(count=400, seed=31, ae=None):
    """Crops of fresh scenes, sharp or through the autoencoder, boxes exact."""
    world, rng = World(STARTER['image_size'], seed=77), np.random.default_rng(seed)
    scenes = [world.scene(rng) for _ in range(count)]
    images = [s['image'] for s in scenes]
    return crops_of(autoencode(ae, images) if ae else images, scenes, np.random.default_rng(seed + 1), 0)

def describe(figures):
    """Metadata of the file: all that an engine needs to rebuild and feed the graph."""
    return {k: json.dumps(v) for k, v in dict(
        format='diorama-recogniser', input=[3, SIDE, SIDE], values='RGB, 0..255 mapped to -1..1', margin=MARGIN,
        crop='box plus margin times its longer side on each side, in pixels, clipped to the picture; near corner floor(v), far corner '
             'floor(v + 1), exclusive; resized bilinearly with half-pixel centres, no antialiasing',
        world_size=STARTER['image_size'], widths=WIDTHS, strides=STRIDES, kernel=3, padding=1, groups=GROUPS, eps=1e-5, activation='silu',
        order='conv, norm, silu for 0..4; mean over the map; heads', classes=[*CLASSES, 'nothing'], colours=list(COLOURS),
        textures=TEXTURES, held_out=figures).items()}

if __name__ == '__main__':
    a = options(__doc__, autoencoder='run/autoencoder.safetensors', out='run/recogniser.safetensors', minutes=5.0, batch=64, lr=2e-3,
                stock=9000, grow=60)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    net, ae, rng = Recogniser(), load_autoencoder(a.autoencoder, STARTER['factor']), np.random.default_rng(77)
    world, opt = World(STARTER['image_size'], seed=31), torch.optim.Adam(net.parameters(), a.lr)
    X, Y = torch.zeros(0), torch.zeros(0)
    start, step = time.process_time(), 0
    while (frac := (time.process_time() - start) / (a.minutes * 60)) < 1:
        if step % 60 == 0:                                            # fresh scenes, a third of them through the autoencoder
            scenes = [world.scene(rng) for _ in range(a.grow if len(X) else 400)]
            images = [s['image'] for s in scenes]
            k = len(images) // 3
            x, y = crops_of(autoencode(ae, images[:k]) + images[k:], scenes, rng)
            X, Y = (torch.cat([x, X])[:a.stock], torch.cat([y, Y])[:a.stock]) if len(X) else (x, y)
        i = torch.from_numpy(rng.integers(0, len(X), a.batch))
        x = X[i] + .12 * float(rng.random() ** 2) * torch.randn(a.batch, 3, SIDE, SIDE)
        if rng.random() < .4:                                         # softer
            x = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode='replicate'), 3, 1)
        if rng.random() < .3:                                         # a little paler, darker or brighter
            x = x * float(rng.uniform(.85, 1.05)) + float(rng.normal(0, .03))
        for g in opt.param_groups:
            g['lr'] = rate(frac, a.lr)
        loss = loss_of(net(x), Y[i])
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        step += 1
        if step % 300 == 0:
            print(step, round(float(loss), 4), f'{frac:.2f}', flush=True)
    net.eval()
    figures = dict(real=accuracy(net, *held_crops()), autoencoded=accuracy(net, *held_crops(ae=ae)))
    print(json.dumps(figures, indent=1))
    save_safetensors(a.out, net.state_dict(), describe(figures))

"""Samples pictures: PLMS or DDIM, guidance, grounding on or off.

python3 sample.py --weights ../starter/starter.safetensors --out samples.png
"""
import json
import time
import numpy as np
import torch
from PIL import Image, ImageDraw
from common import load_safetensors, options, sheet, to_uint8
from data import as_row, grounding, stacked, tokens_of
from evaluation import SEED, held_scenes
from model import alphas_cumprod, build
from world import check_words, encode, instance_caption, scene_caption, words_of

PLMS = {1: (3, -1), 2: (23, -16, 5), 3: (55, -59, 37, -9)}            # newest first; each sums to its divisor

def load(path, device='cpu'):
    """-> (config, ModuleDict) from an exported file."""
    t, meta = load_safetensors(path)
    check_words(words_of(meta, path), path)
    c = json.loads(meta['config'])
    nets = build(c)
    nets.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in t.items() if not k.startswith('diffusion.')})
    return c, nets.to(device).eval()

def set_fuser_scale(unet, scale):
    for m in unet.modules():
        if hasattr(m, 'alpha_attn'):
            m.scale = scale

def null_grounding(c, batch):
    """The grounding of no instance at all, as the published null input."""
    N, z = c['max_objs'], torch.zeros
    return dict(masks=z(batch, N), boxes=z(batch, N, 4), points=z(batch, N, 2), scribbles=z(batch, N, 2 * c['n_scribble']),
                polygons=z(batch, N, 2 * c['n_polygon']), segs=z(batch, N, 8, 8), use=z(batch, N, 4),
                ids=torch.tensor([encode('', 8)]), index=z(batch, N, dtype=torch.long))

def ddim_steps(n):
    """The published timesteps of n steps, from noise to picture."""
    return [min(t + 1, 999) for t in range(0, 1000, 1000 // n)][::-1]

@torch.no_grad()
def sample(c, nets, captions, g, steps=25, guidance=1.7, method='plms', alpha=1.0, first=0, device='cpu', trace=None, latents=None, skip=0):
    """captions: B strings; g: grounding dict or None -> latents [B,z,h,w]. alpha: share of steps with grounding;
    first: number of the first picture, which seeds its noise; trace: a list that gets the latents before each step;
    latents: clean ones to start from, noised as far as they are after `skip` of the steps."""
    B, h = len(captions), c['image_size'] // c['factor']
    ids = torch.tensor([encode(s, c['max_length']) for s in captions] + [encode('', c['max_length'])] * B, device=device)
    ctx, _ = nets['text_encoder'](ids)
    off = tokens_of(nets, null_grounding(c, B), device)
    objs = torch.cat([off if g is None else tokens_of(nets, g, device), off])
    a_bar = alphas_cumprod().to(device).float()
    ts = ddim_steps(steps)[skip:]
    noise = lambda i: torch.randn(c['z_channels'], h, h, generator=torch.Generator().manual_seed(i))
    x = torch.stack([noise(first + i) for i in range(B)]).to(device)
    if latents is not None:
        x = a_bar[ts[0]].sqrt() * latents + (1 - a_bar[ts[0]]).sqrt() * x
    def eps(x, t):
        e = nets['model'](torch.cat([x, x]), torch.full((2 * B,), t, device=device), ctx, objs)
        return e[B:] + guidance * (e[:B] - e[B:])
    def move(x, e, t, nxt):
        a, b = a_bar[t], (a_bar[nxt] if nxt is not None else a_bar[0])
        return b.sqrt() * (x - (1 - a).sqrt() * e) / a.sqrt() + (1 - b).sqrt() * e
    old = []
    for i, t in enumerate(ts):
        nxt = ts[i + 1] if i + 1 < len(ts) else None
        if trace is not None:
            trace.append(x)
        set_fuser_scale(nets['model'], 1.0 if i < alpha * len(ts) else 0.0)
        e = eps(x, t)
        past = [e, *old]
        if method == 'plms' and old:
            p = sum(w * v for w, v in zip(PLMS[len(old)], past)) / sum(PLMS[len(old)])
        else:
            p = e if method == 'ddim' else (e + eps(move(x, e, t, nxt), nxt)) / 2
        x, old = move(x, p, t, nxt), past[:3]
    set_fuser_scale(nets['model'], 1.0)
    return x

@torch.no_grad()
def decode(nets, z):
    return to_uint8(torch.cat([nets['autoencoder'].decode(v) for v in z.split(16)]))

def layout(boxes, names, size):
    """Picture of boxes (0..1) with their captions."""
    im = Image.new('RGB', (size, size), (28, 30, 36))
    d = ImageDraw.Draw(im)
    for k, (b, s) in enumerate(zip(boxes, names)):
        col = [(239, 98, 98), (98, 190, 239), (140, 220, 120), (240, 200, 90), (200, 130, 240), (240, 150, 60)][k % 6]
        x0, y0, x1, y1 = (float(v) * size for v in b)
        d.rectangle([x0, y0, x1 - 1, y1 - 1], outline=col)
        for r, w in enumerate(s.split()[1:]):
            d.text((x0 + 2, y0 + 1 + 9 * r), w, fill=col)
    return np.asarray(im)

def test_scenes(c, n, seed=SEED, formats=(1, 1, 0, 0)):
    """n held-out layouts -> (captions, grounding with fixed wording, rows as arrays, scenes). formats: flags box, point,
    scribble, mask, or 'mixed' for one kind of place an instance, in turn."""
    scenes, rng = held_scenes(n, seed), np.random.default_rng(seed + 1)
    d = stacked([as_row(s, rng, c, 0) for s in scenes])
    if formats == 'mixed':
        formats = np.eye(4)[(np.arange(n)[:, None] + np.arange(c['max_objs'])) % 4]
    else:
        formats = np.tile(np.array(formats, np.float32), (n, 1))
    return [scene_caption(s['attrs'], s['background']) for s in scenes], grounding(d, np.arange(n), c, rng, formats, plain=True), d, scenes

def some(g, at):
    """The grounding of pictures `at` (a slice)."""
    return {k: v if k == 'ids' else v[at] for k, v in g.items()}

def paint(c, nets, captions, g, device='cpu', chunk=16, **kw):
    """Pictures [H,W,3] for captions and their grounding (or None), a few at a time."""
    out = []
    for i in range(0, len(captions), chunk):
        at = slice(i, i + chunk)
        out += list(decode(nets, sample(c, nets, captions[at], g and some(g, at), device=device, first=i, **kw)))
    return out

def sample_sheet(c, nets, n=16, cols=4, seed=SEED, device='cpu', zoom=2, formats=(1, 1, 0, 0), **kw):
    """Layout beside picture, n of them."""
    caps, g, d, scenes = test_scenes(c, n, seed, formats)
    pics = paint(c, nets, caps, g, device, **kw)
    big = lambda a: np.asarray(Image.fromarray(a).resize((c['image_size'] * zoom,) * 2, Image.BICUBIC))
    tiles = [np.concatenate([layout(s['boxes'], [instance_caption(a) for a in s['attrs']], c['image_size'] * zoom), big(p)], 1)
             for s, p in zip(scenes, pics)]
    return sheet(tiles, cols)

if __name__ == '__main__':
    a = options(__doc__, weights='../starter/starter.safetensors', out='samples.png', count=16, steps=20, guidance=1.7, method='plms',
                alpha=1.0, seed=SEED)
    torch.set_num_threads(1)
    c, nets = load(a.weights, a.device)
    t = time.time()
    im = sample_sheet(c, nets, a.count, 4, a.seed, a.device, steps=a.steps, guidance=a.guidance, method=a.method, alpha=a.alpha)
    Image.fromarray(im).save(a.out)
    print(f'{a.count} pictures in {time.time() - t:.1f} s')

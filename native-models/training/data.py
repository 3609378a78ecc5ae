"""Pools of drawn scenes with encoded latents, and training batches with captions and grounding cut from them."""
import os
import numpy as np
import torch
from world import BACKGROUNDS, BOS, CLASSES, COLOURS, TEXTURES, World, encode, instance_caption, polygon, scene_caption, scribble

ATTRIBUTES = (CLASSES, list(COLOURS), TEXTURES)
SHORT = 8                                                              # ids of an instance caption

def as_row(s, rng, c):
    """A drawn scene as arrays; instances fill the first of max_objs slots, boxes are in 0..1, points in pixels (uint8)."""
    N, n = c['max_objs'], len(s['attrs'])
    r = dict(image=s['image'], ids=s['ids'], n=np.uint8(n), back=np.uint8(list(BACKGROUNDS).index(s['background'])),
             attrs=np.zeros((N, 3), np.uint8), boxes=np.zeros((N, 4), np.float16),
             scribbles=np.zeros((N, c['n_scribble'], 2), np.uint8), polygons=np.zeros((N, c['n_polygon'], 2), np.uint8))
    for i in range(n):
        r['attrs'][i] = [a.index(v) for a, v in zip(ATTRIBUTES, s['attrs'][i])]
        r['boxes'][i] = s['boxes'][i]
        r['scribbles'][i] = scribble(s['ids'], i, rng, c['n_scribble'])
        r['polygons'][i] = polygon(s['ids'], i, c['n_polygon'])
    return r

def attrs_of(row, n):
    """[N,3] indices -> n tuples of words (class, colour, texture)."""
    return [tuple(a[k] for a, k in zip(ATTRIBUTES, row[i])) for i in range(n)]

def drawers(c, n, seed, chunk=256):
    """n processes that draw scenes ahead (for CUDA runs; call it before CUDA starts): returns f() -> about chunk rows."""
    import multiprocessing as mp
    pool, ahead = mp.get_context('fork').Pool(n, _draw_init, (c, seed)), []
    def get():
        while len(ahead) < 3:
            ahead.append(pool.map_async(_draw_some, [-(-chunk // n)] * n, 1))
        return [r for part in ahead.pop(0).get() for r in part]
    return get

def _draw_init(c, seed):
    global _world, _rng, _c
    _c, _world, _rng = c, World(c['image_size'], variants=8), np.random.default_rng([seed, os.getpid()])

def _draw_some(k):
    return [as_row(_world.scene(_rng), _rng, _c) for _ in range(k)]

def shrink(x, times):
    """[B,3,H,W] -> the mean of every times x times pixels: what a teacher autoencoder of a smaller factor is shown."""
    return x if times == 1 else torch.nn.functional.avg_pool2d(x, times)

class Pool:
    """A ring of scenes. grow(k) draws k more over the oldest ones. latents are float16 [cap,z,h,w].
    ae: the autoencoder, or a teacher of a smaller factor that is shown the pictures smaller."""
    def __init__(self, c, world, ae, rng, capacity, device='cpu', workers=None, keep_images=False):
        self.c, self.world, self.ae, self.rng, self.cap = c, world, ae, rng, capacity
        self.device, self.workers, self.keep = device, workers, keep_images
        self.data, self.at, self.count = None, 0, 0
    def grow(self, k):
        while k > 0:
            rows = self.workers() if self.workers else [as_row(self.world.scene(self.rng), self.rng, self.c) for _ in range(min(k, 64))]
            m = len(rows)
            x = torch.from_numpy(np.stack([r['image'] for r in rows])).permute(0, 3, 1, 2).float() / 127.5 - 1
            with torch.no_grad():
                lat = torch.cat([self.ae.encode(shrink(v.to(self.device), self.ae.times)).float().cpu()
                                 for v in x.split(16 if self.device == 'cpu' else 64)])
            new = {f: np.stack([r[f] for r in rows]) for f in rows[0] if f != 'image' or self.keep}
            new['latents'] = lat.numpy().astype(np.float16)
            if self.data is None:
                self.data = {f: np.zeros((self.cap, *v.shape[1:]), v.dtype) for f, v in new.items()}
            at = (self.at + np.arange(m)) % self.cap
            for f, v in new.items():
                self.data[f][at] = v
            self.at, self.count, k = int((self.at + m) % self.cap), min(self.cap, self.count + m), k - m

# Share of the pictures, then the odds of box, point, scribble, mask. The rest of the pictures is mixed: each instance
# has formats of its own, and those it lacks are zeros, as in a scene file with several kinds of places.
FORMATS = ((.22, (1, 1, 0, 0)), (.07, (1, 0, 0, 0)), (.10, (0, 1, 0, 0)), (.15, (0, .2, 1, 0)), (.26, (0, .1, .1, 1)),
           (.08, (1, 1, .2, 1)))

def choose_formats(rng, slots):
    """-> [slots,4] flags box, point, scribble, mask of each slot; in most pictures they are the same in all slots."""
    r = rng.random()
    for share, odds in FORMATS:
        r -= share
        if r < 0:
            return np.tile(rng.random(4) < odds, (slots, 1))
    kinds = np.array([(1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 1, 0, 1)], bool)
    return kinds[rng.integers(len(kinds), size=slots)]

def grounding(data, idx, c, rng, formats, on=None, plain=False):
    """Arrays of grounding for scenes idx. formats [B,N,4] or [B,4]; on [B,N] bool: which slots are filled; plain: fixed wording.
    A format that no slot of a picture has is dropped for the picture; one that only some slots have is zeros in the others.
    -> dict of torch tensors masks [B,N], boxes [B,N,4], points [B,N,2], scribbles [B,N,40], polygons [B,N,512],
    segs [B,N,P,P], use [B,4], phrases (ids [U,SHORT], index [B,N]) and owner [B,P,P]: the slot + 1 that each pixel belongs to,
    attrs [B,N,3]: indices of class, colour and texture."""
    B, N, P = len(idx), c['max_objs'], c['image_size']
    n, formats = data['n'][idx], np.asarray(formats, np.float32)
    formats = formats if formats.ndim == 3 else np.repeat(formats[:, None], N, 1)
    order = np.argsort(rng.random((B, N)) + (np.arange(N) >= n[:, None]) * 2, 1)      # shuffle the filled slots
    rows = np.arange(B)[:, None]
    mask = np.arange(N) < n[:, None]
    mask = mask if on is None else mask & on
    own = mask[..., None] * formats                                     # what each slot has
    use = own.max(1)
    take = lambda f: data[f][idx][rows, order].astype(np.float32)
    boxes = take('boxes')
    near = 0.0 if plain else rng.uniform(-.15, .15, (B, N, 2)) * (rng.random((B, N, 1)) < .5)    # not always at the very centre
    points = (boxes[..., :2] + boxes[..., 2:]) / 2 + near * (boxes[..., 2:] - boxes[..., :2])
    segs, owner = np.zeros((B, N, P, P), np.uint8), np.zeros((B, P, P), np.int64)
    phrases = np.zeros((B, N, SHORT), np.int64)
    phrases[:] = encode('', SHORT)
    for b in range(B):
        at = attrs_of(data['attrs'][idx[b]], N)
        for j in np.nonzero(mask[b])[0]:
            m = data['ids'][idx[b]] == order[b, j] + 1
            owner[b][m] = j + 1
            if own[b, j, 3]:
                segs[b, j] = m
            phrases[b, j] = encode(instance_caption(at[order[b, j]], None if plain else rng, boxes[b, j]), SHORT)
    phrases[(rng.random(phrases.shape) < (0 if plain else .01)) & (phrases < BOS)] = 0     # now and then an unknown word
    uniq, inv = np.unique(phrases.reshape(B * N, SHORT), axis=0, return_inverse=True)
    T = lambda a, k=None: torch.from_numpy(np.ascontiguousarray(a if k is None else a * own[..., k:k + 1], dtype=np.float32))
    return dict(masks=T(mask), boxes=T(boxes, 0), points=T(points, 1), scribbles=T(take('scribbles').reshape(B, N, -1) / P, 2),
                polygons=T(take('polygons').reshape(B, N, -1) / P, 3), segs=torch.from_numpy(segs), use=T(use),
                owner=torch.from_numpy(owner), ids=torch.from_numpy(uniq), index=torch.from_numpy(inv.reshape(B, N)),
                attrs=torch.from_numpy(data['attrs'][idx][rows, order].astype(np.int64)))

def training_batch(pool, rng, size, c):
    """-> (latents [B,z,h,w], caption ids [B,L], grounding dict, map of what is on an instance [B,1,h,w]).
    No grounding in 12 % of the pictures, of which two thirds have no caption either; no caption in 8 % of the others."""
    d = pool.data
    idx = rng.integers(0, pool.count, size)
    r = rng.random(size)
    formats = np.stack([choose_formats(rng, c['max_objs']) for _ in idx])
    on = (rng.random((size, c['max_objs'])) > .03) & (r >= .12)[:, None]
    g = grounding(d, idx, c, rng, formats, on)
    caps = []
    for i, q in zip(idx, r):
        empty = q < .08 or .12 <= q < .19
        caps.append(encode('' if empty else scene_caption(attrs_of(d['attrs'][i], d['n'][i]), list(BACKGROUNDS)[d['back'][i]], rng,
                                                          d['boxes'][i].astype(np.float32)), c['max_length']))
    caps = np.array(caps)
    caps[(rng.random(caps.shape) < .005) & (caps < BOS)] = 0
    z = torch.from_numpy(d['latents'][idx].astype(np.float32))
    seg = torch.from_numpy((d['ids'][idx] > 0).astype(np.float32))[:, None]
    return z, torch.from_numpy(caps), g, torch.nn.functional.adaptive_max_pool2d(seg, z.shape[-2:])

def tokens_of(nets, g, dev, keep=None):
    """Grounding dict -> grounding tokens [B,M,D]; instance captions are encoded once each (keep: list that gets them [U,D])."""
    _, pooled = nets['text_encoder'](g['ids'].to(dev))
    if keep is not None:
        keep.append(pooled)
    text = pooled[g['index'].to(dev)]
    a = {k: g[k].to(dev) for k in ('masks', 'boxes', 'points', 'scribbles', 'polygons', 'segs', 'use')}
    return nets['model'].position_net(text, **a)

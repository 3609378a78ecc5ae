"""Pools of drawn scenes with encoded latents, and training batches with captions and grounding cut from them.

All that depends on words and shapes is made when a scene is drawn (where there are many processors: by processes of their own);
a batch is then only gathered, on the device where the pool lies, and a GPU never waits for the processor.
"""
import functools
import os
import queue
import time
import numpy as np
import torch
from world import BACKGROUNDS, BOS, CLASSES, COLOURS, TEXTURES, encode, instance_caption, polygon, scene_caption, scribble

ATTRIBUTES = (CLASSES, list(COLOURS), TEXTURES)
SHORT = 8                                                              # ids of an instance caption
WORDINGS = 8                                                           # wordings of its captions that are drawn with a scene

def as_row(s, rng, c, wordings=WORDINGS):
    """A drawn scene as arrays; instances fill the first of max_objs slots, boxes are in 0..1, points in pixels (uint8). ids: what each
    pixel of a mask plane shows. words, phrases: ids of captions, the fixed wording and then `wordings` others."""
    N, n, step = c['max_objs'], len(s['attrs']), max(1, len(s['ids']) // c['seg_size'])
    r = dict(image=s['image'], ids=np.ascontiguousarray(s['ids'][::step, ::step]), n=np.uint8(n),
             back=np.uint8(list(BACKGROUNDS).index(s['background'])),
             attrs=np.zeros((N, 3), np.uint8), boxes=np.zeros((N, 4), np.float16),
             scribbles=np.zeros((N, c['n_scribble'], 2), np.uint8), polygons=np.zeros((N, c['n_polygon'], 2), np.uint8),
             words=np.zeros((1 + wordings, c['max_length']), np.uint8), phrases=np.zeros((N, 1 + wordings, SHORT), np.uint8))
    for i, attrs in enumerate(s['attrs']):
        r['attrs'][i] = [a.index(v) for a, v in zip(ATTRIBUTES, attrs)]
        r['boxes'][i] = s['boxes'][i]
        r['scribbles'][i] = scribble(s['ids'], i, rng, c['n_scribble'])
        r['polygons'][i] = polygon(s['ids'], i, c['n_polygon'])
    for k in range(1 + wordings):
        by = rng if k else None
        r['words'][k] = encode(scene_caption(s['attrs'], s['background'], by, s['boxes'] if k else None), c['max_length'])
        for i, attrs in enumerate(s['attrs']):
            r['phrases'][i, k] = encode(instance_caption(attrs, by, s['boxes'][i]), SHORT)
    return r

def stacked(rows):
    """Rows as arrays with a first axis of rows."""
    return {f: np.stack([r[f] for r in rows]) for f in rows[0]}

def smaller(image, times):
    """[H,W,3] uint8 -> the rounded mean of every times x times pixels."""
    if times == 1:
        return image
    h, w = (v // times for v in image.shape[:2])
    return (image.reshape(h, times, w, times, -1).mean((1, 3)) + .5).astype(np.uint8)

def shrink(x, times):
    """[B,3,H,W] -> the mean of every times x times pixels: what a teacher autoencoder of a smaller factor is shown."""
    return x if times == 1 else torch.nn.functional.avg_pool2d(x, times)

class Drawers:
    """n processes that draw scenes ahead, each from a world with places of its own; row(scene, rng) -> arrays. They must start before
    CUDA does. d(wait) -> chunk rows as arrays, or None where none is ready and wait is false."""
    def __init__(self, world, n, seed, row, chunk=32):
        import multiprocessing as mp
        fork = mp.get_context('fork')
        self.queue = fork.Queue(3 * n)
        self.processes = [fork.Process(target=self.draw, args=(world, k, seed, row, chunk), daemon=True) for k in range(n)]
        for p in self.processes:
            p.start()
    def draw(self, world, k, seed, row, chunk):
        rng, world.seed, parent, rows = np.random.default_rng([seed, k]), 1000 * (k + 1), os.getppid(), None
        while os.getppid() == parent:                                  # not longer than the training, however that ends
            rows = rows or stacked([row(world.scene(rng), rng) for _ in range(chunk)])
            try:
                self.queue.put(rows, timeout=5)
                rows = None
            except queue.Full:
                pass
        self.queue.cancel_join_thread()
    def __call__(self, wait=True):
        try:
            return self.queue.get(wait)
        except queue.Empty:
            return None
    def stop(self):
        for p in self.processes:
            p.terminate()

def scene_drawers(c, world, n, times):
    """Drawers of what a Pool holds, for an autoencoder that is shown the pictures `times` smaller."""
    return Drawers(world, n, int(time.time()), lambda s, rng: dict(as_row(s, rng, c), image=smaller(s['image'], times)))

def carried_to(device, v):
    """An array or tensor on a device; to a GPU it goes from pinned memory, so that nothing waits for it."""
    t = torch.as_tensor(v)
    if device.type == 'cuda' and t.device.type == 'cpu':
        return t.pin_memory().to(device, non_blocking=True)
    return t.to(device)

class Ring:
    """The last `capacity` rows, as tensors on a device."""
    def __init__(self, capacity, device='cpu'):
        self.cap, self.device, self.data, self.at, self.count = capacity, torch.device(device), None, 0, 0
    def add(self, new):
        """Lays rows over the oldest ones -> how many."""
        new = {f: carried_to(self.device, v) for f, v in new.items()}
        m = len(next(iter(new.values())))
        if self.data is None:
            self.data = {f: torch.zeros((self.cap, *v.shape[1:]), dtype=v.dtype, device=self.device) for f, v in new.items()}
        for f, v in new.items():
            part = min(m, self.cap - self.at)
            self.data[f][self.at:self.at + part] = v[:part]
            self.data[f][:m - part] = v[part:]
        self.at, self.count = (self.at + m) % self.cap, min(self.cap, self.count + m)
        return m

class Pool(Ring):
    """A ring of scenes with latents (float16 [cap,z,h,w]). grow(k) draws k more, or takes them from `workers` as they are ready.
    ae: the autoencoder, or a teacher of a smaller factor that is shown the pictures smaller."""
    def __init__(self, c, world, ae, rng, capacity, device='cpu', workers=None):
        super().__init__(capacity, device)
        self.c, self.world, self.ae, self.rng, self.workers = c, world, ae, rng, workers
    def grow(self, k, wait=True):
        while k > 0:
            new = self.workers(wait) if self.workers else stacked([as_row(self.world.scene(self.rng), self.rng, self.c) for _ in range(min(k, 64, self.cap))])
            if new is None:
                return
            side, chunk = self.c['image_size'] // self.ae.times, 16 if self.device.type == 'cpu' else 64
            x = carried_to(self.device, new.pop('image')).permute(0, 3, 1, 2)
            with torch.no_grad():
                new['latents'] = torch.cat([self.ae.encode(shrink(v.float() / 127.5 - 1, v.shape[-1] // side)) for v in x.split(chunk)]).half()
            k -= self.add(new)

# Share of the pictures, then the odds of box, point, scribble, mask. The rest of the pictures is mixed: each instance
# has formats of its own, and those it lacks are dropped for it, as in a scene file with several kinds of places.
FORMATS = ((.20, (1, 1, 0, 0)), (.06, (1, 0, 0, 0)), (.11, (0, 1, 0, 0)), (.16, (0, .2, 1, 0)), (.23, (0, .1, .1, 1)),
           (.06, (1, 1, .2, 1)))
KINDS = ((1, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 1, 0, 1))

@functools.lru_cache(None)
def on_device(values, device, dtype=torch.float32):
    """A constant tensor of a tuple, carried to a device once."""
    return torch.tensor(values, dtype=dtype, device=device)

def chance(rng, device='cpu'):
    """A torch generator, made from numpy's where that is given."""
    return rng if isinstance(rng, torch.Generator) else torch.Generator(device).manual_seed(int(rng.integers(2 ** 31)))

def choose_formats(rng, slots, count=None):
    """-> [count,slots,4] bool (without count: [slots,4]): box, point, scribble, mask of each slot; in most pictures they are the same in all slots."""
    gen, n = chance(rng), count or 1
    dev = gen.device
    bounds = on_device(tuple(np.cumsum([s for s, _ in FORMATS]).tolist()), dev)
    row = (torch.rand(n, 1, generator=gen, device=dev) >= bounds).sum(1)                     # len(FORMATS): mixed
    odds = on_device((*(o for _, o in FORMATS), (0, 0, 0, 0)), dev)[row]
    same = (torch.rand(n, 4, generator=gen, device=dev) < odds)[:, None]
    mixed = on_device(KINDS, dev)[torch.randint(len(KINDS), (n, slots), generator=gen, device=dev)] > 0
    out = torch.where((row == len(FORMATS))[:, None, None], mixed, same)
    return out if count else out[0]

def grounding(data, idx, c, rng, formats, on=None, plain=False):
    """Tensors of grounding for scenes idx, on the device of data. formats [B,N,4] or [B,4]; on [B,N] bool: which slots are filled;
    plain: fixed wording. What a slot lacks is dropped there, whatever the others have. -> dict of masks [B,N], boxes [B,N,4],
    points [B,N,2], scribbles [B,N,40], polygons [B,N,512], segs [B,N,S,S] uint8, use [B,N,4],
    phrases (ids [U,SHORT], index [B,N]), owner [B,S,S] uint8: the slot + 1 that each pixel belongs to, attrs [B,N,3]: indices of class,
    colour and texture."""
    data = {f: torch.as_tensor(v) for f, v in data.items()}
    dev, N, P, B = data['ids'].device, c['max_objs'], c['image_size'], len(idx)
    idx, gen, slots = torch.as_tensor(idx).to(dev), chance(rng, dev), torch.arange(N, device=dev)
    random = lambda *shape: torch.rand(shape, generator=gen, device=dev)
    formats = torch.as_tensor(formats).to(dev).float()
    formats = formats if formats.ndim == 3 else formats[:, None].expand(B, N, 4)
    n = data['n'][idx].long()[:, None]
    order = torch.argsort(random(B, N) + (slots >= n) * 2, 1)          # shuffle the filled slots
    mask = slots < n if on is None else (slots < n) & on
    own = mask[..., None] * formats                                    # what each slot has
    take = lambda f: data[f][idx[:, None], order]
    boxes = take('boxes').float()
    points = (boxes[..., :2] + boxes[..., 2:]) / 2
    if not plain:                                                      # not always at the very centre
        points = points + (random(B, N, 2) * .3 - .15) * (random(B, N, 1) < .5) * (boxes[..., 2:] - boxes[..., :2])
    slot_of = torch.zeros(B, N + 1, dtype=torch.uint8, device=dev).scatter_(1, order + 1, ((slots + 1) * mask).to(torch.uint8))
    ids = data['ids'][idx]
    owner = slot_of.gather(1, ids.flatten(1).long()).view(ids.shape)
    segs = masks_of(owner, N, own[..., 3] > .5)
    blank = on_device(tuple(encode('', SHORT)), dev, torch.long)
    wording = 0 if plain else torch.randint(1, data['phrases'].shape[2], (B, N), generator=gen, device=dev)
    phrases = torch.where(mask[..., None], data['phrases'][idx[:, None], order, wording].long(), blank)
    if not plain:                                                      # now and then an unknown word
        phrases = phrases * ~((random(*phrases.shape) < .01) & (phrases < BOS))
    flat = phrases.view(B * N, SHORT)
    if dev.type == 'cpu':                                              # instance captions are encoded once each; a GPU had to wait for their number
        flat, index = torch.unique(flat, dim=0, return_inverse=True)
    else:
        index = torch.arange(B * N, device=dev)
    at = lambda v, k: v.reshape(B, N, -1) * own[..., k:k + 1]
    return dict(masks=mask.float(), boxes=at(boxes, 0), points=at(points, 1), scribbles=at(take('scribbles').float() / P, 2),
                polygons=at(take('polygons').float() / P, 3), segs=segs, use=own, owner=owner, ids=flat, index=index.view(B, N),
                attrs=take('attrs').long())

def masks_of(owner, slots, on=None):
    """owner [B,S,S] uint8 slot + 1 -> [B,slots,S,S] uint8 of 0 and 1; on [B,slots]: which slots have a mask."""
    want = torch.arange(1, slots + 1, dtype=torch.uint8, device=owner.device)[None]
    want = want if on is None else want * on + 255 * ~on
    return (owner[:, None] == want.to(torch.uint8)[..., None, None]).view(torch.uint8)

def training_batch(pool, rng, size, c):
    """-> (latents [B,z,h,w], caption ids [B,L], grounding dict, map of what is on an instance [B,1,h,w]), all on the pool's device.
    No grounding in 12 % of the pictures, of which two thirds have no caption either; no caption in 8 % of the others."""
    d, dev = pool.data, pool.device
    gen = chance(rng, dev)
    random = lambda *shape: torch.rand(shape, generator=gen, device=dev)
    idx, r = (random(size) * pool.count).long().clamp(max=pool.count - 1), random(size)
    on = (random(size, c['max_objs']) > .03) & (r >= .12)[:, None]
    g = grounding(d, idx, c, gen, choose_formats(gen, c['max_objs'], size), on)
    caps = d['words'][idx, torch.randint(1, d['words'].shape[1], (size,), generator=gen, device=dev)].long()
    empty = (r < .08) | (r >= .12) & (r < .19)
    caps = torch.where(empty[:, None], on_device(tuple(encode('', c['max_length'])), dev, torch.long), caps)
    caps = caps * ~((random(*caps.shape) < .005) & (caps < BOS))
    z = d['latents'][idx].float()
    seg = (d['ids'][idx] > 0).float()[:, None]
    return z, caps, g, torch.nn.functional.max_pool2d(seg, seg.shape[-1] // z.shape[-1])

def tokens_of(nets, g, dev, keep=None):
    """Grounding dict -> grounding tokens [B,M,D]; instance captions are encoded once each (keep: list that gets them [U,D])."""
    _, pooled = nets['text_encoder'](g['ids'].to(dev))
    if keep is not None:
        keep.append(pooled)
    text = pooled[g['index'].to(dev)]
    a = {k: g[k].to(dev) for k in ('masks', 'boxes', 'points', 'scribbles', 'polygons', 'segs', 'use')}
    return nets['model'].position_net(text, **a)

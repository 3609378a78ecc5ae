"""The detector: a small network that finds the instances of a whole picture, with their boxes and masks, and names its
background. It measures pictures and has no part in making or training them. It learns from real pictures (sharp, autoencoded,
blurred, noisy), never from generated ones. Covered instances count with what can be seen of them.

python3 detector.py --autoencoder run/autoencoder.safetensors --out ../starter/detector.safetensors --minutes 18

(minutes: of processor time (on CUDA: of time); held: scenes that measure it; scenes: real ones for the statistics.)

The graph, for engines that rebuild it: blocks of conv (3x3, pad 1), group norm and SiLU. LAYERS go down to 8 x 8 cells; `stem`
is there where pictures are 256 px; up0 stands on deep2 doubled (each pixel repeated) plus down4, up1 on up0, up2 on up1 doubled
plus lateral (a conv 1x1) of down2, up3 on up2. `map` = conv 1x1 of up3, 32 x 32 cells: for each class how surely a centre is
here (logits); left, top, right and bottom of the box from the cell's middle (in REACH pixels); then for each of the four fine
cells (upper left, upper right, lower left, lower right) whether a thing is here (logit), and x and y from its middle to the
middle of its thing's box (in REACH pixels); each value of all four before the next. `features` = mean of deep2, from which
`background` is a linear layer. How instances are read from `map` is `decode`.

The file also holds feature statistics of fresh real scenes for the Frechet distance (`real.mean`, `real.covariance`) and one
picture with what comes out for it (`check.*`, and `check` in the metadata), by which an engine tells that it does the same.
"""
import json
import time
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from common import options, rate, save_safetensors
from model import STARTER, load_autoencoder
from recogniser import autoencode
from world import BACKGROUNDS, CLASSES, World

SIDE = STARTER['image_size']
CELL = SIDE // 32                                                     # pixels of a cell of the map; a fine cell is half of that
REACH, SLACK, GROUPS, CEILING = 4 * CELL, CELL // 2, 8, STARTER['max_objs']
STEM = dict(stem=(3, 24, 2)) if CELL == 8 else {}                     # larger pictures are halved once more
LAYERS = dict(**STEM, down0=(24 if STEM else 3, 24, 2), down1=(24, 48, 2), down2=(48, 48, 1), down3=(48, 96, 2), down4=(96, 96, 1),
              deep0=(96, 96, 2), deep1=(96, 96, 1), deep2=(96, 96, 1), up0=(96, 96, 1), up1=(96, 64, 1), up2=(64, 64, 1),
              up3=(64, 64, 1))                                        # in, out, stride
FLOOR, PEAKS, SURE = .05, 24, .4                                      # see decode; SURE: what counts as seen
K = len(CLASSES)
STATISTICS_SEED = 4242

class Detector(nn.Module):
    """[B,3,P,P] in [-1,1] -> map [B,K+16,32,32], background logits [B,places], features [B,96]."""
    def __init__(self):
        super().__init__()
        for name, (cin, d, s) in LAYERS.items():
            self.add_module(name, nn.Sequential())
            getattr(self, name).conv, getattr(self, name).norm = nn.Conv2d(cin, d, 3, s, 1), nn.GroupNorm(GROUPS, d)
        self.lateral, self.map, self.background = nn.Conv2d(48, 64, 1), nn.Conv2d(64, K + 16, 1), nn.Linear(96, len(BACKGROUNDS))
        nn.init.constant_(self.map.bias[:K], -3.)
    def forward(self, x):
        run = lambda x, *names: run(F.silu(getattr(self, names[0])(x)), *names[1:]) if names else x
        double = lambda x: F.interpolate(x, scale_factor=2, mode='nearest')
        fine = run(x, *STEM, 'down0', 'down1', 'down2')
        middle = run(fine, 'down3', 'down4')
        deep = run(middle, 'deep0', 'deep1', 'deep2')
        up = run(double(deep) + middle, 'up0', 'up1')
        up = run(double(up) + self.lateral(fine), 'up2', 'up3')
        features = deep.mean((2, 3))
        return self.map(up), self.background(features), features

def grid(n, pitch, device='cpu'):
    """-> x, y [n,n]: middles of n x n cells in pixels."""
    at = (torch.arange(n, device=device) + .5) * pitch
    return at.expand(n, n), at[:, None].expand(n, n)

def targets(ids, boxes, classes):
    """ids [B,P,P] (0 nothing, i+1 instance i), boxes [B,N,4] in pixels, classes [B,N] (-1: none) -> heat [B,K,h,h], which cells
    answer for a box [B,h,h], their left, top, right, bottom [B,4,h,h], things [B,2h,2h], way to the middle [B,2,2h,2h]."""
    B, N, h, dev, fine_cell = *boxes.shape[:2], ids.shape[1] // CELL, ids.device, CELL // 2
    gx, gy = grid(h, CELL, dev)
    x0, y0, x1, y1 = (v[..., None, None] for v in boxes.unbind(-1))
    mid = [(t := (a + b) / 2) - (t % CELL) + CELL / 2 for a, b in ((x0, x1), (y0, y1))]       # the cell in which the middle lies
    spread = [((b - a) / 8).clamp(min=.75 * CELL) for a, b in ((x0, x1), (y0, y1))]
    bump = torch.exp(-((gx - mid[0]) / spread[0]) ** 2 / 2 - ((gy - mid[1]) / spread[1]) ** 2 / 2) * (classes >= 0)[..., None, None]
    heat = torch.stack([(bump * (classes == k)[..., None, None]).amax(1) for k in range(K)], 1)
    best, owner = bump.max(1)
    own = boxes.gather(1, owner.view(B, -1, 1).expand(-1, -1, 4)).view(B, h, h, 4).permute(0, 3, 1, 2)
    sides = torch.stack([gx - own[:, 0], gy - own[:, 1], own[:, 2] - gx, own[:, 3] - gy], 1) / REACH
    fine = ids[:, fine_cell // 2::fine_cell, fine_cell // 2::fine_cell]
    middles = torch.cat([torch.zeros(B, 1, 2, device=dev), (boxes[..., :2] + boxes[..., 2:]) / 2], 1)
    way = middles.gather(1, fine.reshape(B, -1, 1).expand(-1, -1, 2)).view(B, 2 * h, 2 * h, 2).permute(0, 3, 1, 2)
    way = (way - torch.stack(grid(2 * h, fine_cell, dev))) / REACH
    return heat, best > .5, sides, F.avg_pool2d((ids > 0).float()[:, None], fine_cell)[:, 0], way

def split(out):
    """map [B,K+16,h,h] -> heat logits [B,K,h,h], sides [B,4,h,h], thing logits [B,2h,2h], ways [B,2,2h,2h]."""
    fine = F.pixel_shuffle(out[:, K + 4:], 2)
    return out[:, :K], out[:, K:K + 4], fine[:, 0], fine[:, 1:]

def loss_of(out, background, want, place):
    """Focal loss of the centres, L1 and overlap of the boxes, cross-entropy of things and background, L1 of the ways."""
    heat, sides, thing, way = split(out)
    goal, on, goal_sides, goal_thing, goal_way = want
    p, count = heat.sigmoid().clamp(1e-4, 1 - 1e-4), (goal > .999).sum().clamp(min=1)
    centre = -torch.where(goal > .999, (1 - p) ** 2 * p.log(), (1 - goal) ** 4 * p ** 2 * (1 - p).log()).sum() / count
    a, b = sides.permute(0, 2, 3, 1)[on], goal_sides.permute(0, 2, 3, 1)[on]
    area = lambda s: (s[:, 0] + s[:, 2]).clamp(min=1e-3) * (s[:, 1] + s[:, 3]).clamp(min=1e-3)
    both = area(torch.minimum(a, b))
    box = 2 * (a - b).abs().mean() - (both / (area(a.clamp(min=0)) + area(b) - both)).clamp(1e-3, 1).log().mean()
    some = (goal_thing > .5)[:, None].expand(-1, 2, -1, -1)
    return (centre + box + 2 * F.binary_cross_entropy_with_logits(thing, goal_thing) + 2 * (way - goal_way)[some].abs().mean()
            + .3 * F.cross_entropy(background, place))

def decode(out):
    """map [K+16,h,h] of one picture -> peaks, the surest first: dicts of scores {class: 0..1}, box (x0, y0, x1, y1 in pixels), and
    mask [P,P] bool. A peak is a cell whose likeliest class is over FLOOR and no less likely than any in its eight neighbours; the
    PEAKS surest stay. Its mask: the fine cells of things, inside the box and SLACK pixels around it, that point nearer to the middle
    of the box than to that of any surer peak."""
    heat, sides, thing, way = (v[0] for v in split(out[None].float()))
    heat, h = heat.sigmoid(), out.shape[-1]
    best = heat.amax(0)
    is_peak = (best > FLOOR) & (best == F.max_pool2d(best[None], 3, 1, 1)[0])
    ys, xs = torch.nonzero(is_peak, as_tuple=True)
    order = torch.argsort(best[ys, xs], descending=True, stable=True)[:PEAKS]
    gx, gy = grid(2 * h, CELL // 2)
    px, py = gx + way[0] * REACH, gy + way[1] * REACH
    peaks, middles = [], []
    for y, x in zip(ys[order].tolist(), xs[order].tolist()):
        s, cx, cy = sides[:, y, x] * REACH, (x + .5) * CELL, (y + .5) * CELL
        box = [min(max(v, 0.), h * CELL) for v in (cx - float(s[0]), cy - float(s[1]), cx + float(s[2]), cy + float(s[3]))]
        mx, my = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        far = (px - mx) ** 2 + (py - my) ** 2
        mask = (thing > 0) & (gx > box[0] - SLACK) & (gx < box[2] + SLACK) & (gy > box[1] - SLACK) & (gy < box[3] + SLACK)
        for ox, oy in middles:
            mask &= far < (px - ox) ** 2 + (py - oy) ** 2
        middles.append((mx, my))
        scores = {c: float(v) for c, v in zip(CLASSES, heat[:, y, x]) if v > FLOOR}
        peaks.append(dict(scores=scores, box=box, mask=mask.repeat_interleave(CELL // 2, 0).repeat_interleave(CELL // 2, 1).numpy()))
    return peaks

def share(a, b):
    """Intersection over union of two boxes."""
    both = max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
    return both / max(1e-9, (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)

def tensors_of(scenes, images):
    """-> pictures [M,3,P,P] uint8, ids [M,P,P] uint8, boxes [M,N,4] pixels, classes [M,N], places [M]."""
    boxes, classes = torch.zeros(len(scenes), CEILING, 4), torch.full((len(scenes), CEILING), -1)
    for m, s in enumerate(scenes):
        n = len(s['attrs'])
        boxes[m, :n] = torch.from_numpy(np.asarray(s['boxes'], np.float32)) * s['ids'].shape[0]
        classes[m, :n] = torch.tensor([CLASSES.index(at[0]) for at in s['attrs']])
    places = torch.tensor([list(BACKGROUNDS).index(s['background']) for s in scenes])
    stack = lambda v: torch.from_numpy(np.stack(v))
    return [stack(images).permute(0, 3, 1, 2).contiguous(), stack([s['ids'] for s in scenes]), boxes, classes, places]

def unit(x):
    return x.float() / 127.5 - 1

@torch.no_grad()
def figures_of(net, scenes, images):
    """-> shares: instances found (over SURE, right class, boxes that share half), peaks over SURE too many a picture, mean
    overlap of box and mask of those found, background right."""
    found, too_many, over_box, over_mask, right = [], 0, [], [], []
    for s, im in zip(scenes, images):
        out, place, _ = net(unit(torch.from_numpy(im.copy()).permute(2, 0, 1)[None]))
        free = [p for p in decode(out[0]) if max(p['scores'].values()) > SURE]
        for i, (at, b) in enumerate(zip(s['attrs'], s['boxes'] * SIDE)):
            near = max(free, key=lambda p: share(p['box'], b), default=None)
            ok = near is not None and share(near['box'], b) >= .5 and max(near['scores'], key=near['scores'].get) == at[0]
            found.append(ok)
            if ok:
                truth = s['ids'] == i + 1
                over_box.append(share(near['box'], b))
                over_mask.append((near['mask'] & truth).sum() / (near['mask'] | truth).sum())
        too_many += max(0, len(free) - len(s['attrs']))
        right.append(list(BACKGROUNDS)[int(place[0].argmax())] == s['background'])
    mean = lambda v: round(float(np.mean(v)), 4) if v else 0.
    return dict(found=mean(found), too_many=round(too_many / len(scenes), 4), box=mean(over_box), mask=mean(over_mask),
                background=mean(right), pictures=len(scenes), instances=len(found))

@torch.no_grad()
def statistics(net, scenes, seed=STATISTICS_SEED):
    """Mean [96] and covariance [96,96] of the features of fresh real scenes."""
    world, rng, rows = World(SIDE, seed=seed), np.random.default_rng(seed), []
    for at in range(0, scenes, 50):
        drawn = [world.scene(rng)['image'] for _ in range(min(50, scenes - at))]
        rows.append(net(unit(torch.from_numpy(np.stack(drawn)).permute(0, 3, 1, 2)))[2].double())
    rows = torch.cat(rows)
    off = rows - rows.mean(0)
    return {'real.mean': rows.mean(0).float(), 'real.covariance': (off.T @ off / (len(rows) - 1)).float()}

@torch.no_grad()
def check_of(net, scene):
    """One picture and what comes out for it: tensors and, for the metadata, the decoded peaks."""
    x = torch.from_numpy(scene['image'].copy())
    out, place, features = net(unit(x.permute(2, 0, 1)[None]))
    rows = [dict(scores=p['scores'], box=p['box'], pixels=int(p['mask'].sum())) for p in decode(out[0])]
    return {'check.picture': x.half(), 'check.map': out[0], 'check.background': place[0], 'check.features': features[0]}, rows

def describe(figures, check, scenes):
    """Metadata of the file: all that an engine needs to rebuild, feed and read the graph."""
    return {k: json.dumps(v) for k, v in dict(
        format='diorama-detector', input=[3, SIDE, SIDE], values='RGB, 0..255 mapped to -1..1', layers={k: v[2] for k, v in LAYERS.items()},
        groups=GROUPS, eps=1e-5, cell=CELL, reach=REACH, floor=FLOOR, peaks=PEAKS, slack=SLACK, sure=SURE, classes=CLASSES,
        backgrounds=list(BACKGROUNDS), statistics=dict(scenes=scenes, seed=STATISTICS_SEED), check=check, held_out=figures).items()}

def stock(world, rng, count, ae, share_autoencoded):
    scenes = [world.scene(rng) for _ in range(count)]
    images, k = [s['image'] for s in scenes], int(count * share_autoencoded)
    return tensors_of(scenes, autoencode(ae, images[:k]) + images[k:])

def worn(x, rng):
    """Pictures as a model might draw them: noisy, softer, paler or darker."""
    x = x + .12 * float(rng.random() ** 2) * torch.randn_like(x)
    if rng.random() < .4:
        x = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode='replicate'), 3, 1)
    if rng.random() < .3:
        x = x * float(rng.uniform(.85, 1.05)) + float(rng.normal(0, .03))
    return x

def finish(net, ae, path, held, statistics_of):
    """Rounds the weights as the file keeps them, measures them on scenes never seen, and writes the file."""
    net.eval()
    net.load_state_dict({k: v.half().float() for k, v in net.state_dict().items()})
    world, rng = World(SIDE, seed=78), np.random.default_rng(33)
    scenes = [world.scene(rng) for _ in range(held)]
    images = [s['image'] for s in scenes]
    figures = dict(real=figures_of(net, scenes, images), autoencoded=figures_of(net, scenes, autoencode(ae, images)))
    print(json.dumps(figures, indent=1), flush=True)
    tensors, check = check_of(net, scenes[0])
    tensors.update({k: v.half() for k, v in net.state_dict().items()}, **statistics(net, statistics_of))
    save_safetensors(path, tensors, describe(figures, check, statistics_of))

if __name__ == '__main__':
    a = options(__doc__, autoencoder='run/autoencoder.safetensors', out='run/detector.safetensors', minutes=18.0, batch=8, lr=2e-3,
                capacity=3000, grow=120, held=300, scenes=5000)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    net, ae, rng = Detector().to(a.device), load_autoencoder(a.autoencoder, STARTER['factor']).to(a.device), np.random.default_rng(79)
    clock = time.process_time if a.device == 'cpu' else time.time
    world, opt = World(SIDE, seed=32), torch.optim.AdamW(net.parameters(), a.lr, weight_decay=.01)
    start, step, data = clock(), 0, stock(world, rng, min(600, a.capacity), ae, .2)
    while (frac := (clock() - start) / (a.minutes * 60)) < 1:
        if step % 30 == 29:                                           # fresh scenes over the oldest, a fifth of them autoencoded
            data = [torch.cat([new, old])[:a.capacity] for new, old in zip(stock(world, rng, a.grow, ae, .2), data)]
        i = torch.from_numpy(rng.integers(0, len(data[0]), a.batch))
        pictures, ids, boxes, classes, places = (v[i].to(a.device) for v in data)
        for g in opt.param_groups:
            g['lr'] = rate(frac, a.lr)
        out, place, _ = net(worn(unit(pictures), rng))
        loss = loss_of(out, place, targets(ids.long(), boxes, classes), places)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 10.)
        opt.step()
        step += 1
        if step % 100 == 0:
            print(step, round(float(loss), 4), f'{frac:.2f}', flush=True)
    finish(net.cpu(), ae.cpu(), a.out, a.held, a.scenes)

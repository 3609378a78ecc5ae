"""The evaluation set: held-out scenes as scene files in the published format, with their real pictures, so that a program
that cannot draw the world can measure the model. The seed and the backgrounds are used nowhere in training.

python3 evaluation.py --out ../starter/evaluation
python3 evaluation.py --set crowds --out ../starter/evaluation/crowds
python3 evaluation.py --set overlaps --out ../starter/evaluation/overlaps

The usual set is drawn as training draws. crowds: the same number of scenes with each number of things from 1 to 12, most more than training
knows. overlaps: scenes of two to four things in three bands, by the share of a thing's box that another covers.
layouts.json: {"order", "columns", "cell", "scenes": [{"caption", "width", "height", "background", "annos": [...]}]}; an
annotation has "caption", "bbox" [x, y, width, height], "point", "scribble" (20 points), "mask" (COCO run lengths) and "truth".
Annotations lie in painting order: the last one is in front. real.png: the pictures, row by row.
"""
import functools
import json
import os
import numpy as np
from PIL import Image
from common import options, sheet
from model import STARTER
from world import World, instance_caption, scene_caption, scribble

SEED, WORLD_SEED = 20261122, 99

def rle_encode(mask):
    """[H,W] of 0 and 1 -> COCO counts string: runs in column order, the first of zeros; from the fourth on the difference to
    the run two before; 5 bits a character, lowest first, bit 5 for more, plus 48."""
    flat = np.asarray(mask, np.uint8).flatten(order='F')
    cuts = np.flatnonzero(np.diff(flat)) + 1
    runs = np.diff(np.concatenate([[0] if not len(flat) or flat[0] == 0 else [0, 0], cuts, [len(flat)]])).tolist()
    text = []
    for i, n in enumerate(runs):
        x = n - runs[i - 2] if i > 2 else n
        more = True
        while more:
            low = x & 31
            x >>= 5
            more = x != -1 if low & 16 else x != 0
            text.append(chr((low | (32 if more else 0)) + 48))
    return ''.join(text)

def rle_decode(counts, size):
    """COCO counts string, [H,W] -> uint8 [H,W]."""
    runs, at = [], 0
    while at < len(counts):
        x, shift, more = 0, 0, True
        while more:
            v = ord(counts[at]) - 48
            x |= (v & 31) << shift
            more, at, shift = bool(v & 32), at + 1, shift + 5
            if not more and v & 16:
                x |= -1 << shift
        runs.append(x + runs[-2] if len(runs) > 2 else x)
    return np.repeat(np.arange(len(runs)) % 2, runs).astype(np.uint8).reshape(size, order='F')

def annotation(scene, i, rng):
    """Instance i of a drawn scene as an annotation; pixels of the picture."""
    P = scene['ids'].shape[0]
    cls, colour, texture = scene['attrs'][i]
    x0, y0, x1, y1 = (int(round(float(v) * P)) for v in scene['boxes'][i])
    return dict(caption=instance_caption((cls, colour, texture)), bbox=[x0, y0, x1 - x0, y1 - y0], point=[(x0 + x1) / 2, (y0 + y1) / 2],
                scribble=scribble(scene['ids'], i, rng).tolist(),
                mask=dict(size=[P, P], counts=rle_encode(scene['ids'] == i + 1)), truth={'class': cls, 'colour': colour, 'texture': texture})

@functools.lru_cache(None)
def held_world(size):
    return World(size, seed=WORLD_SEED)

def held_scenes(count, seed=SEED, size=STARTER['image_size']):
    """-> drawn scenes; with the default seed the first ones of the evaluation set."""
    world, rng = held_world(size), np.random.default_rng(seed)
    return [world.scene(rng) for _ in range(count)]

def covered_box(scene):
    """The largest share of a box of the scene that another one, which is no smaller, covers."""
    boxes, most = scene['boxes'].astype(float), 0.0
    for i, a in enumerate(boxes):
        for b in boxes[i + 1:]:
            w, h = (min(a[k + 2], b[k + 2]) - max(a[k], b[k]) for k in (0, 1))
            areas = [(q[2] - q[0]) * (q[3] - q[1]) for q in (a, b)]
            most = max(most, max(0, w) * max(0, h) / max(1e-9, min(areas)))
    return most

MOST_THINGS, BANDS, SEEN = 12, ((0, .02, .02), (.02, .12, .12), (.12, .6, .5)), .6

def crowds(count, size=STARTER['image_size']):
    """-> scenes with 1, 2 .. 12, 1, 2 .. things."""
    world, rng = held_world(size), np.random.default_rng(SEED + 2)
    return [_wanted(world, rng, dict(count=1 + i % MOST_THINGS), lambda s, n=1 + i % MOST_THINGS: len(s['attrs']) == n) for i in range(count)]

def overlaps(count, size=STARTER['image_size']):
    """-> scenes of the three bands in turn; of each thing enough is seen."""
    world, rng = held_world(size), np.random.default_rng(SEED + 3)
    def one(i):
        low, high, allowed = BANDS[i % 3]
        things = int(rng.integers(2, 5))
        return _wanted(world, rng, dict(count=things, most=allowed), lambda s: len(s['attrs']) == things and low <= covered_box(s) < high
                       and s['covered'].max() < SEEN)
    return [one(i) for i in range(count)]

def _wanted(world, rng, wishes, fits):
    while True:
        scene = world.scene(rng, **wishes)
        if fits(scene):
            return scene

SETS = dict(usual=held_scenes, crowds=crowds, overlaps=overlaps)

def scene_file(scene, rng):
    P = scene['ids'].shape[0]
    return dict(caption=scene_caption(scene['attrs'], scene['background']), width=P, height=P, background=scene['background'],
                annos=[annotation(scene, i, rng) for i in range(len(scene['attrs']))])

if __name__ == '__main__':
    a = options(__doc__, out='../starter/evaluation', set='usual', count=0, columns=16)
    os.makedirs(a.out, exist_ok=True)
    scenes, rng = SETS[a.set](a.count or (1000 if a.set == 'usual' else 192)), np.random.default_rng(SEED + 1)
    rows = ',\n'.join(json.dumps(scene_file(s, rng), separators=(',', ':')) for s in scenes)
    head = json.dumps(dict(order='annotations in painting order, the last in front', columns=a.columns, cell=STARTER['image_size']))
    with open(f'{a.out}/layouts.json', 'w') as f:
        f.write(head[:-1] + ', "scenes": [\n' + rows + '\n]}\n')
    Image.fromarray(sheet([s['image'] for s in scenes], a.columns)).save(f'{a.out}/real.png', optimize=True)
    print(*(f'{f} {os.path.getsize(f"{a.out}/{f}") / 1e6:.2f} MB' for f in ('layouts.json', 'real.png')), sum(len(s['attrs']) for s in scenes), 'instances')

"""World v2: procedurally drawn scenes, their captions, and locations in the published grounding arrays.

The environment variable WORLD chooses a cut of it: `first` (the first edition: 8 classes, 8 colours, 3 textures, 4 places),
`starter` (12, 10, 4 and 6: what two CPU cores can learn at 128 px; the default) or `whole` (24 classes and 5 kinds of parts,
10, 5, 10: for a GPU at 256 px). 1..6 instances (in `whole` 1..12) with contact shadows and right occlusion. Sprites are drawn once
(the atlas) and reduced when placed, so a scene costs a few milliseconds.

python3 world.py --out .      (world.png: scenes; sprites.png: every class in some colours and textures)
"""
import argparse
import functools
import json
import math
import os
from types import SimpleNamespace
import numpy as np
from PIL import Image, ImageDraw, ImageFilter
import backgrounds
import sprites
from sprites import ASPECT, EDGE, FLYING, PARTS, sprite

# sides: shortest and longest root of an instance's area as shares of the picture; covered: shares of scenes by how much of the smaller
# box of a pair may lie in the other one; parts: odds that a thing which can have one gets a part of its own; counts: shares of scenes
# of 1, 2, 3 ... things; slots: most instances of a scene, parts included; caption: most words of a scene's caption; side: of pictures;
# held: variants of each place in the small held-out sets of a training.
_SMALL = dict(held=4, slots=8, caption=38, side=128, counts=(.14, .2, .22, .2, .14, .1))
_RECIPES = dict(
    first=dict(things=8, colours=8, textures=3, places=4, parts=0.0, sizes=[], sprite=160, variants=24, **_SMALL),
    starter=dict(things=12, colours=10, textures=4, places=6, parts=0.0, sizes=['small', 'large'], sprite=160, variants=16,
                 sides=(.18, .75), covered=((.82, .12), (.18, .35)), **_SMALL),
    whole=dict(things=24, colours=10, textures=5, places=10, parts=.45, sizes=['small', 'large'], sprite=200, variants=8,
               sides=(.10, .90), covered=((.55, .12), (.25, .35), (.20, .6)), slots=12, caption=62, side=256, held=2,
               counts=(.12, .15, .15, .14, .12, .10, .06, .05, .04, .03, .02, .02)))

def world_cut(name):
    """The tables of a cut. The order of `first` is that of the published starter model's tokenizer."""
    if name not in _RECIPES:
        raise SystemExit(f'There is no world named {name}: set WORLD to one of {", ".join(_RECIPES)}.')
    r = _RECIPES[name]
    things, first = sprites.THINGS[:r['things']], lambda table, n: {k: table[k] for k in list(table)[:n]}
    c = SimpleNamespace(**r, name=name)
    c.things, c.classes = things, things + ([p for p in PARTS if PARTS[p][0] in things] if r['parts'] else [])
    c.colours, c.textures = first(sprites.COLOURS, r['colours']), sprites.TEXTURES[:r['textures']]
    c.backgrounds = first(backgrounds.BACKGROUNDS, r['places'])
    c.words = (['<unk>', ',', '.', 'a', 'an', 'and', 'the', 'picture', 'of', 'with', 'scene', 'in', 'on', 'at'] + c.sizes + c.classes
               + list(c.colours) + c.textures + list(c.backgrounds))
    return c

CUT = world_cut(os.environ.get('WORLD') or 'starter')
CLASSES, COLOURS, TEXTURES, BACKGROUNDS, WORDS, SIZES = CUT.classes, CUT.colours, CUT.textures, CUT.backgrounds, CUT.words, CUT.sizes
BOS, EOS = len(WORDS), len(WORDS) + 1
VOCAB = {w: i for i, w in enumerate(WORDS + ['<|startoftext|>', '<|endoftext|>'])}
SLOTS = CUT.slots
SMALL, LARGE = .27, .48                                               # sides below and above which 'small' and 'large' are true

def vocabulary(c=CUT):
    """All words of a cut in the order of their ids."""
    return c.words + ['<|startoftext|>', '<|endoftext|>']

class _Atlas(dict):
    """All sprites of a cut. They are drawn on first use; `draw` draws them all: call it before processes fork, then they are shared."""
    def __init__(self, c):
        super().__init__()
        self.cut = c
    def __missing__(self, key):
        cls, col, tex = key
        size = self.cut.sprite // (1 if cls not in PARTS else 2)
        self[key] = sprite(cls, col, tex, size, self.cut.name)
        return self[key]
    def draw(self):
        for key in ((c, k, t) for c in self.cut.classes for k in self.cut.colours for t in self.cut.textures):
            self[key]
        for made in (sprites.look, sprites.pattern, sprites.small_look, sprites.small_pattern):
            made.cache_clear()
        return self

@functools.lru_cache(None)
def _atlas(name):
    return _Atlas(world_cut(name)).draw()

def _shadow(fill, soft):
    sh = Image.new('L', (160, 60), 0)
    ImageDraw.Draw(sh).ellipse([22, 12, 138, 48], fill=fill)
    return sh.filter(ImageFilter.GaussianBlur(soft))

class World:
    """scene(rng) -> dict(image [P,P,3] uint8, ids [P,P] uint8 (0 none, i+1 instance i), attrs, boxes, background, covered, part_of).

    covered [n]: the share of an instance's drawn pixels that others hide. part_of [n]: the index of the whole that a part belongs to,
    or -1. A part is an instance of its own: it takes its pixels away from the mask of its whole (ids), while the box of the whole
    goes round its parts too, and they do not count as covering it."""
    def __init__(self, size=CUT.side, variants=None, seed=0, c=CUT):
        self.size, self.cut = size, c
        rng = np.random.default_rng(seed)
        self.atlas = _atlas(c.name)
        paint = backgrounds.first_background if c.name == 'first' else backgrounds.background
        self.backs = {b: [None if c.name == 'whole' else paint(b, size, rng) for _ in range(variants or c.variants)] for b in c.backgrounds}
        self.seed = seed
        self.shadow, self.haze = _shadow(150, 7), _shadow(70, 10)
    def back(self, name, i):
        """Variant i of a place. In `whole`, which has many, each is painted when it is first asked for, from a seed of its own."""
        if self.backs[name][i] is None:
            self.backs[name][i] = backgrounds.background(name, self.size, np.random.default_rng([self.seed, list(self.backs).index(name), i]))
        return self.backs[name][i]
    def place(self, img, ids, i, cls, col, tex, x, y, w, h, shadow='ground'):
        """Draws instance i into img and ids; x, y, w, h in pixels of the whole (unoccluded) sprite. shadow: ground, air or none.
        -> window x0, y0, x1, y1 of its pixels and their number."""
        x, y, w, h = (int(round(v)) for v in (x, y, w, h))
        w, h = max(w, 2), max(h, 2)
        sp = self.atlas[cls, col, tex].resize((w, h), Image.BILINEAR)
        if shadow == 'ground':
            sh = self.shadow.resize((int(w * 1.5), max(4, int(h * .34))), Image.BILINEAR)
            img.paste((18, 18, 26), (int(x - w * .25), int(y + h - sh.height * .56)), sh)
        elif shadow == 'air':                                          # far from the ground: only a haze, lower down
            sh = self.haze.resize((int(w * 1.4), max(4, int(h * .3))), Image.BILINEAR)
            img.paste((18, 18, 26), (int(x - w * .2), int(y + h - sh.height * .3)), sh)
        img.paste(sp, (x, y), sp)
        a = np.asarray(sp.getchannel('A')) > 110
        x0, y0 = max(x, 0), max(y, 0)
        sub = ids[y0:y + h, x0:x + w]
        a = a[y0 - y:y0 - y + sub.shape[0], x0 - x:x0 - x + sub.shape[1]]
        sub[a] = i + 1
        return (x0, y0, x0 + sub.shape[1], y0 + sub.shape[0]), int(a.sum())
    def _first_spots(self, rng, n, most):
        P, spots = self.size, []
        for _ in range(80):
            if len(spots) == n:
                break
            cls = self.cut.things[rng.integers(len(self.cut.things))]
            side = P * rng.uniform(*((.36, .64) if n < 3 else (.32, .5) if n < 5 else (.29, .4) if n < 7 else (.2, .3) if n < 10 else (.16, .24)))
            a = math.sqrt(ASPECT[cls]) * rng.uniform(.9, 1.1)
            w, h = min(side * a, P * .8), min(side / a, P * .8)
            x, y = rng.uniform(-.03 * w, P - .97 * w), rng.uniform(0, P - h)
            hit = [max(0, min(x + w, q[1] + q[3]) - max(x, q[1])) * max(0, min(y + h, q[2] + q[4]) - max(y, q[2]))
                   / min(w * h, q[3] * q[4]) for q in spots]
            if not hit or max(hit) < (.12 if most is None else most):
                spots.append((cls, x, y, w, h))
        return spots
    def _spots(self, rng, n, most):
        """Up to n places (class, x, y, w, h). Sides spread round a middle that falls with the number of things; two thirds of the things
        stand on the ground or, if they can fly, keep off it; the others are anywhere, for users put them anywhere."""
        P, spots, (low, high) = self.size, [], self.cut.sides
        r, usual = rng.random(), 0
        for share, usual in self.cut.covered:
            r -= share
            if r < 0:
                break
        most = usual if most is None else most
        middle, spread = (.50, .3) if n == 1 else (.46, .3) if n == 2 else (.41, .25) if n < 5 else (.35, .2) if n < 7 else (.27, .2) if n < 10 else (.23, .2)
        things, draw = self.cut.things, rng.random((90, 5))
        for (u, v, px, py, k), z, c in zip(draw.tolist(), rng.standard_normal(90).tolist(), rng.integers(len(things), size=90).tolist()):
            if len(spots) == n:
                break
            cls = things[c]
            side = P * middle * math.exp(spread * z)
            if not low * P <= side <= high * P:
                side = P * (low + (high - low) * u)
                if n > 2 and side > .6 * P:
                    continue
            a = math.sqrt(ASPECT[cls]) * (.9 + .2 * v)
            w, h = min(side * a, P * .95), min(side / a, P * .95)
            x = -.03 * w + px * (P - .94 * w)
            if k < .66:
                top = 0 if cls in FLYING else min(max(0, .5 * P - h), P - h)
                y = top + py * (max(0, min(P - h, .62 * P - h)) if cls in FLYING else P - h - top)
            else:
                y = py * (P - h)
            for _, qx, qy, qw, qh in spots:
                both = (min(x + w, qx + qw) - max(x, qx), min(y + h, qy + qh) - max(y, qy))
                if min(both) > 0 and both[0] * both[1] > most * min(w * h, qw * qh):
                    break
            else:
                spots.append((cls, x, y, w, h))
        return spots
    def _part(self, rng, cls):
        """A part of a thing and its box on the thing's square, or None."""
        if not self.cut.parts or rng.random() > self.cut.parts:
            return None
        own = [p for p, (whole, _) in PARTS.items() if whole == cls]
        if not own:
            return None
        part = own[rng.integers(len(own))]
        boxes = PARTS[part][1]
        return part, boxes[rng.integers(len(boxes))]
    def scene(self, rng, count=None, most=None):
        """count: how many things there shall be, if they find room. most: the share of a thing that may lie under another; as usual if None."""
        P, c = self.size, self.cut
        n = count or 1 + int(rng.choice(len(c.counts), p=c.counts))
        back = list(c.backgrounds)[rng.integers(len(c.backgrounds))]
        first = c.name == 'first'
        spots = (self._first_spots if first else self._spots)(rng, n, most)
        spots.sort(key=lambda q: q[2] + q[4])                         # nearer objects stand lower and cover the others
        img, ids = self.back(back, int(rng.integers(len(self.backs[back])))).copy(), np.zeros((P, P), np.uint8)
        cols, texs = list(c.colours), c.textures
        attrs, windows, drawn, part_of = [], [], [], []
        def add(cls, col, tex, where, shadow, whole=-1):
            window, pixels = self.place(img, ids, len(attrs), cls, col, tex, *where, shadow)
            attrs.append((cls, col, tex))
            windows.append(window)
            drawn.append(pixels)
            part_of.append(whole)
        for cls, x, y, w, h in spots:
            col, tex = cols[rng.integers(len(cols))], texs[rng.integers(len(texs))]
            base = y + h
            add(cls, col, tex, (x, y, w, h), 'air' if not first and (base < .45 * P or cls in FLYING and base < .7 * P) else 'ground')
            part = self._part(rng, cls)
            if part and len(spots) + sum(v >= 0 for v in part_of) < c.slots:
                (name, at), whole = part, len(attrs) - 1
                x0, y0, x1, y1 = (v + (1 - 2 * v) * EDGE for v in at)
                others = [k for k in cols if k != col]                # a part has a colour of its own
                add(name, others[rng.integers(len(others))], texs[rng.integers(len(texs))] if rng.random() < .25 else 'plain',
                    (x + x0 * w, y + y0 * h, (x1 - x0) * w, (y1 - y0) * h), 'none', whole)
        boxes, covered = [], []
        for i, window in enumerate(windows):
            own = [k for k, whole in enumerate(part_of) if whole == i] if c.parts else []
            for k in own:
                window = (*map(min, window[:2], windows[k][:2]), *map(max, window[2:], windows[k][2:]))
            x0, y0, x1, y1 = window
            win = ids[y0:y1, x0:x1]
            on = win == i + 1
            for k in own:
                on = on | (win == k + 1)
            ys, xs = np.flatnonzero(on.any(1)), np.flatnonzero(on.any(0))
            seen = int(np.count_nonzero(on))
            boxes.append(((x0 + xs[0]) / P, (y0 + ys[0]) / P, (x0 + xs[-1] + 1) / P, (y0 + ys[-1] + 1) / P) if seen else (0, 0, 0, 0))
            covered.append(1 - seen / max(1, drawn[i]))
        least = [int(np.count_nonzero(ids == i + 1)) for i in range(len(attrs))] if c.parts else [(1 - v) * d for v, d in zip(covered, drawn)]
        if not first and (max(covered) > .7 or min(least) < 12 * (P / 128) ** 2):
            return self.scene(rng, count, most)                             # something can hardly be seen: another scene
        return dict(image=np.asarray(img), ids=ids, attrs=attrs, boxes=np.array(boxes, np.float32), background=back,
                    covered=np.array(covered, np.float32), part_of=part_of)

def _by_origin(p):
    return p[np.argsort((p.astype(np.float32) ** 2).sum(1), kind='stable')]

def scribble(ids, i, rng, k=20):
    """[k,2] xy pixels inside instance i, ordered by distance to the upper left corner (as published):
    spread over the mask, or along a line through it as a user would draw."""
    p = np.argwhere(ids == i + 1)[:, ::-1]
    if rng.random() < .5 and len(p) > 60:
        a = rng.uniform(0, math.pi)
        d = np.abs((p - p.mean(0)) @ np.array([-math.sin(a), math.cos(a)]))
        if (d < 1.5).sum() >= k:
            p = p[d < 1.5]
    return _by_origin(p[rng.choice(len(p), k, replace=len(p) < k)])

def polygon(ids, i, k=256):
    """[k,2] xy pixels: half from the outline, half spread inside by distance to the centre; ordered as scribbles are."""
    m = np.pad(ids == i + 1, 1)
    inner = np.zeros_like(m)
    inner[1:-1, 1:-1] = m[:-2, 1:-1] & m[2:, 1:-1] & m[1:-1, :-2] & m[1:-1, 2:]
    edge = m & ~inner
    e, p = np.argwhere(edge)[:, ::-1] - 1, np.argwhere(m)[:, ::-1] - 1
    e = e[np.argsort(np.arctan2(*(e - p.mean(0)).T[::-1]))]
    e = e[np.linspace(0, len(e) - 1, k // 2).astype(int)]
    p = p[np.argsort(((p - p.mean(0)) ** 2).sum(1), kind='stable')]
    p = p[((np.arange(k // 2) + .5) * len(p) / (k // 2)).astype(int)]
    return _by_origin(np.concatenate([e, p]))

def instance_caption(attr, rng=None, box=None):
    """'a red striped ball'. With rng the wording varies, colour and texture are left out now and then, and with the box (0..1) a size word
    comes in where it is true."""
    cls, col, tex = attr
    if rng is None:
        words = [col, cls] if tex == 'plain' else [col, tex, cls]
    else:
        r = rng.random(5)
        words = [] if r[0] < .07 else [col]
        if tex == 'plain':
            words = ['plain', *words] if r[1] < .22 else words
        elif r[1] > .07:
            words = [tex, *words] if r[2] < .2 else [*words, tex]
        words.append(cls)
        if SIZES and box is not None and r[3] < .3:
            side = math.sqrt(max(0.0, float(box[2] - box[0]) * float(box[3] - box[1])))
            words = ['small', *words] if side < SMALL else ['large', *words] if side > LARGE else words
    return ('an ' if words[0][0] in 'aeiou' else 'a ') + ' '.join(words)

def listed(names):
    return ' , '.join(names[:-1]) + (' and ' if len(names) > 1 else '') + names[-1]

def scene_caption(attrs, background, rng=None, boxes=None, most=CUT.caption):
    """The things (not their parts) and the place, in the fixed wording 'a red ball , a blue car and a green tree on a beach'. With rng in
    several phrasings, sometimes only some of the things or only the place; never longer than `most` words."""
    things = [(tuple(a), None if boxes is None else boxes[i]) for i, a in enumerate(attrs) if a[0] not in PARTS]
    where = BACKGROUNDS[background]
    r = (1.0, 0.0) if rng is None else rng.random(2)
    if r[0] < .15 or not things:
        return f'a scene {where}' if r[1] < .7 else f'a picture of a scene {where}'
    if rng is not None:
        things = [things[i] for i in rng.permutation(len(things))]
    if r[0] < .3:
        things = things[:max(1, len(things) // 2)]
    few = len(things) < 5
    names = [instance_caption(a, rng, b if few else None) for a, b in things]
    while len(names) > 1 and len(listed(names).split()) > most - 7:
        names.pop()
    text = listed(names)
    if rng is None:
        return f'{text} {where}'
    if len(names) == 1 and rng.random() < .3:
        return text                                                   # alone, as the multi-instance sampler asks for it
    for share, wording in ((.58, f'{text} {where}'), (.7, f'a picture of {text} {where}'), (.82, f'a scene {where} with {text}'),
                           (.93, f'{where} {text}')):
        if r[1] < share:
            return wording
    return f'a scene with {text} {where}'

def encode(text, length):
    """CLIP-like ids [length]: begin, words, end, then end repeated."""
    ids = [BOS] + [VOCAB.get(w, 0) for w in text.lower().replace(',', ' , ').split()][:length - 2]
    return ids + [EOS] * (length - len(ids))

def tokenizer_json(c=CUT):
    """The same tokenizer in the HF tokenizers format (lower case, begin and end added). It is written as
    WordPiece with whole words only, for JavaScript loaders know BPE, Unigram and WordPiece but not WordLevel."""
    VOCAB = {w: i for i, w in enumerate(vocabulary(c))}
    special = [dict(id=i, content=w, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
               for w, i in VOCAB.items() if w.startswith('<')]
    ends = {w: dict(id=w, ids=[VOCAB[w]], tokens=[w]) for w in ('<|startoftext|>', '<|endoftext|>')}
    tok = lambda w: {'SpecialToken': {'id': w, 'type_id': 0}}
    seq = lambda n: {'Sequence': {'id': n, 'type_id': 0}}
    b, e = tok('<|startoftext|>'), tok('<|endoftext|>')
    return json.dumps(dict(version='1.0', truncation=None, padding=None, added_tokens=special,
                           normalizer={'type': 'Lowercase'}, pre_tokenizer={'type': 'Whitespace'},
                           post_processor=dict(type='TemplateProcessing', single=[b, seq('A'), e],
                                               pair=[b, seq('A'), e, seq('B'), e], special_tokens=ends),
                           decoder=None, model=dict(type='WordPiece', vocab=VOCAB, unk_token='<unk>', continuing_subword_prefix='##',
                                               max_input_chars_per_word=100)), indent=1)

def check_words(known, path):
    """Raises where a file's words (in the order of their ids, or its classes, colours and textures) are not those of this cut."""
    mine = (vocabulary(), [*CLASSES, *COLOURS, *TEXTURES])
    if known and list(known) not in [list(m) for m in mine]:
        fits = [n for n in _RECIPES if list(known) in (vocabulary(world_cut(n)), [*world_cut(n).classes, *world_cut(n).colours, *world_cut(n).textures])]
        raise SystemExit(f'{path} knows other words than the world "{CUT.name}". ' + (f'Set WORLD={fits[0]}.' if fits else 'It was made in another world.'))

def words_of(meta, path=''):
    """The words of an exported or trained file in the order of their ids: from its metadata, or from the tokenizer beside it, or, for
    files of the first edition, by their number."""
    if meta.get('vocabulary'):
        return json.loads(meta['vocabulary'])
    size, beside = json.loads(meta['config'])['vocab_size'], os.path.join(os.path.dirname(path), 'tokenizer.json')
    if os.path.exists(beside):
        with open(beside) as f:
            v = json.load(f)['model']['vocab']
        if len(v) == size:
            return sorted(v, key=v.get)
    if size == len(vocabulary(world_cut('first'))):
        return vocabulary(world_cut('first'))
    raise SystemExit(f'The words of {path} are not known: lay the tokenizer.json of the model beside it.')

def _sheets(out, size, count=24):
    """world.png and sprites.png in the folder `out`."""
    world, rng = World(size), np.random.default_rng(1)
    scenes = [world.scene(rng) for _ in range(count)]
    print(*(scene_caption(s['attrs'], s['background'], rng, s['boxes']) for s in scenes[:8]), sep='\n')
    rows = lambda tiles, n: np.concatenate([np.concatenate(tiles[i:i + n], 1) for i in range(0, len(tiles) // n * n, n)])
    Image.fromarray(rows([s['image'] for s in scenes], 6)).save(f'{out}/world.png')
    cols, tiles = list(COLOURS), []
    for i, cls in enumerate(CLASSES):
        for j in range(10):
            k = size // 3
            a = math.sqrt(ASPECT[cls])
            w, h = (int(v * min(1, 1.25 / a, 1.25 * a)) for v in (k * a, k / a))
            tile = Image.new('RGB', (size // 2, size // 2), (206, 216, 208))
            sp = world.atlas[cls, cols[(i * 3 + j) % len(cols)], TEXTURES[j % len(TEXTURES)]].resize((w, h), Image.BILINEAR)
            tile.paste(sp, ((tile.width - w) // 2, (tile.height - h) // 2), sp)
            tiles.append(np.asarray(tile))
    Image.fromarray(rows(tiles, 20 if len(CLASSES) % 2 == 0 else 10)).save(f'{out}/sprites.png')

if __name__ == '__main__':
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--out', default='.')
    p.add_argument('--size', type=int, default=CUT.side)
    a = p.parse_args()
    os.makedirs(a.out, exist_ok=True)
    _sheets(a.out, a.size)

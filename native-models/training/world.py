"""World v1: procedurally drawn scenes, their captions, and locations in the published grounding arrays.

8 classes x 8 colours x 3 textures x 4 backgrounds, 1..6 instances, soft shading, contact shadows, right occlusion.
Sprites are drawn once at high resolution (the atlas) and reduced when placed, so a scene costs a few milliseconds.
"""
import functools
import json
import math
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

CLASSES = ['ball', 'box', 'house', 'tree', 'fish', 'star', 'car', 'mug']
COLOURS = dict(red=(212, 28, 40), orange=(255, 140, 16), yellow=(252, 224, 44), green=(24, 158, 62),
               blue=(32, 92, 224), purple=(160, 52, 190), white=(244, 244, 242), black=(42, 42, 48))
TEXTURES = ['plain', 'striped', 'dotted']
BACKGROUNDS = dict(meadow='in a meadow', beach='on a beach', room='in a room', night='at night')
ASPECT = dict(ball=1.0, box=1.05, house=0.95, tree=0.72, fish=1.5, star=1.04, car=1.6, mug=1.1)   # width / height
WORDS = (['<unk>', ',', '.', 'a', 'an', 'and', 'the', 'picture', 'of', 'with', 'scene', 'in', 'on', 'at'] + CLASSES
         + list(COLOURS) + TEXTURES + list(BACKGROUNDS))
BOS, EOS = len(WORDS), len(WORDS) + 1
VOCAB = {w: i for i, w in enumerate(WORDS + ['<|startoftext|>', '<|endoftext|>'])}
S = 320                                                            # sprite drawing size

def _shape(name):
    """-> (main L mask, shade L of 128 = neutral, detail RGBA), each S x S; the sprite fills the square."""
    m, f, d = Image.new('L', (S, S), 0), Image.new('L', (S, S), 128), Image.new('RGBA', (S, S), (0, 0, 0, 0))
    M, Fa, D = ImageDraw.Draw(m), ImageDraw.Draw(f), ImageDraw.Draw(d)
    P = lambda *xy: [(x * S, y * S) for x, y in zip(xy[::2], xy[1::2])]
    dark, glass, brown = (40, 40, 46, 255), (190, 224, 240, 255), (112, 72, 42, 255)
    if name == 'ball':
        M.ellipse(P(.02, .02, .98, .98), 255)
    elif name == 'box':
        M.polygon(P(.01, .28, .28, .02, .99, .02, .99, .72, .72, .98, .01, .98), 255)
        Fa.polygon(P(.01, .28, .28, .02, .99, .02, .72, .28), 178)
        Fa.polygon(P(.72, .28, .99, .02, .99, .72, .72, .98), 74)
    elif name == 'house':
        M.polygon(P(.10, .42, .90, .42, .90, .98, .10, .98), 255)
        D.polygon(P(.01, .45, .50, .02, .99, .45), (120, 62, 48, 255))
        for at, fill in (((.42, .64, .62, .98), brown), ((.18, .54, .34, .72), glass), ((.68, .54, .84, .72), glass)):
            D.rectangle(P(*at), fill)
    elif name == 'tree':
        D.polygon(P(.41, .5, .59, .5, .64, .99, .36, .99), brown)
        for x, y, r in ((.5, .23, .22), (.29, .42, .28), (.71, .42, .28), (.5, .46, .26)):
            M.ellipse(P(x - r, y - .82 * r, x + r, y + .82 * r), 255)
    elif name == 'fish':
        M.ellipse(P(.01, .16, .74, .88), 255)
        M.polygon(P(.60, .52, .99, .06, .90, .52, .99, .98), 255)
        M.polygon(P(.28, .2, .52, .01, .56, .26), 255)
        D.ellipse(P(.10, .32, .27, .57), (250, 250, 250, 255))
        D.ellipse(P(.13, .38, .22, .52), dark)
    elif name == 'star':
        pts = [(.5 + (.52 if i % 2 == 0 else .225) * math.sin(i * math.pi / 5),
                .53 - (.53 if i % 2 == 0 else .23) * math.cos(i * math.pi / 5)) for i in range(10)]
        M.polygon([(x * S, y * S) for x, y in pts], 255)
    elif name == 'car':
        M.polygon(P(.02, .46, .2, .42, .32, .06, .72, .06, .86, .42, .98, .48, .98, .8, .02, .8), 255)
        D.polygon(P(.28, .42, .37, .16, .5, .16, .5, .42), glass)
        D.polygon(P(.55, .42, .55, .16, .67, .16, .76, .42), glass)
        for x in (.24, .76):
            D.ellipse(P(x - .12, .60, x + .12, .99), dark)
            D.ellipse(P(x - .05, .71, x + .05, .88), (190, 190, 195, 255))
    elif name == 'mug':
        M.polygon(P(.02, .1, .70, .1, .66, .96, .06, .96), 255)
        M.ellipse(P(.06, .90, .66, .99), 255)
        M.ellipse(P(.52, .24, .98, .76), None, 255, int(.115 * S))
        D.ellipse(P(.02, .02, .70, .18), (74, 50, 38, 255), (225, 225, 225, 255), 8)
    return m, f, d

def _sprite(name, colour, texture, size=160):
    """RGBA sprite size x size."""
    m, f, d = _shape(name)
    base = np.array(COLOURS[colour], np.float32)
    second = np.array([120, 126, 138], np.float32) if colour == 'white' else base + (255 - base) * .85
    yy, xx = np.mgrid[0:S, 0:S] / S
    asp = ASPECT[name]
    if texture == 'striped':
        t = ((xx * asp + yy) * 2.05 % 1.0 < .46)
    elif texture == 'dotted':
        u, v = xx * 2.3 * max(asp, 1), yy * 2.3 / min(asp, 1)
        u = u + .5 * (np.floor(v) % 2)
        t = ((u % 1 - .5) ** 2 + (v % 1 - .5) ** 2 < .105)
    else:
        t = np.zeros((S, S), bool)
    rgb = np.where(t[..., None], second, base)
    light = 1.16 - .42 * (.45 * xx + .75 * yy)                       # light from the upper left
    if name == 'ball':
        light = light * (1.08 - .95 * np.clip(((xx - .40) ** 2 + (yy - .36) ** 2) - .08, 0, 1))
    rgb = rgb * (np.asarray(f, np.float32)[..., None] / 128) * light[..., None]
    hi = np.exp(-((xx - .32) ** 2 + (yy - .28) ** 2) / .012)[..., None] * (name in ('ball', 'mug', 'tree'))
    rgb = rgb + (255 - rgb) * hi * .55
    full = Image.composite(m, Image.new('L', (S, S), 255), Image.eval(d.getchannel('A'), lambda a: 255 - a))
    img = Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8))
    img.paste(d, (0, 0), d)
    rim = np.asarray(full, np.float32) - np.asarray(full.filter(ImageFilter.MinFilter(9)), np.float32)
    rim = np.asarray(Image.fromarray(rim.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(2)), np.float32)
    out = np.asarray(img, np.float32) * (1 - .6 * rim[..., None] / 255)
    out = Image.merge('RGBA', [*Image.fromarray(out.astype(np.uint8)).split(), full])
    return out.resize((size, size), Image.LANCZOS)

@functools.lru_cache(None)
def _atlas():
    """All sprites, drawn once; call it before processes fork."""
    return {(c, k, t): _sprite(c, k, t) for c in CLASSES for k in COLOURS for t in TEXTURES}

def _background(name, size, rng):
    w = size * 2
    h0 = int(w * rng.uniform(.34, .52))
    j = lambda c: tuple(int(np.clip(v + rng.normal() * 6, 0, 255)) for v in c)
    top, low = {'meadow': ((158, 208, 246), (156, 204, 104)), 'beach': ((120, 200, 236), (236, 214, 158)),
                'room': ((226, 206, 190), (150, 108, 76)), 'night': ((34, 40, 98), (66, 78, 104))}[name]
    top, low = j(top), j(low)
    y = np.arange(w)[:, None, None] / w
    img = np.where(np.arange(w)[:, None, None] < h0, np.array(top) + (1 - y) * -14, np.array(low) + (y - .7) * 40)
    img = Image.fromarray(np.broadcast_to(img, (w, w, 3)).clip(0, 255).astype(np.uint8).copy())
    D = ImageDraw.Draw(img)
    if name == 'meadow':
        x = rng.uniform(-.2, .6) * w
        D.ellipse([x, h0 - .12 * w, x + .9 * w, h0 + .5 * w], j((136, 190, 98)))
        D.rectangle([0, h0 + .06 * w, w, w], low)
    elif name == 'beach':
        D.rectangle([0, h0 - .12 * w, w, h0], (54, 140, 190))
    elif name == 'room':
        D.rectangle([0, h0, w, h0 + 6], (240, 234, 226))
        for k in range(1, 4):
            D.line([0, h0 + k * k * .06 * w, w, h0 + k * k * .06 * w], (118, 84, 60), 2)
    else:
        for _ in range(26):
            a, b = rng.uniform(0, w), rng.uniform(0, h0)
            D.ellipse([a - 2, b - 2, a + 2, b + 2], (235, 235, 210))
        a, b = rng.uniform(.1, .9) * w, rng.uniform(.06, .3) * h0
        D.ellipse([a - 22, b - 22, a + 22, b + 22], (244, 238, 200))
    return img.resize((size, size), Image.BOX)

class World:
    """scene(rng) -> dict(image [P,P,3] uint8, ids [P,P] uint8 (0 none, i+1 instance i), attributes, boxes, background)."""
    def __init__(self, size=128, variants=24, seed=0):
        self.size = size
        rng = np.random.default_rng(seed)
        self.atlas = _atlas()
        self.backs = {b: [_background(b, size, rng) for _ in range(variants)] for b in BACKGROUNDS}
        sh = Image.new('L', (160, 60), 0)
        ImageDraw.Draw(sh).ellipse([22, 12, 138, 48], fill=150)
        self.shadow = sh.filter(ImageFilter.GaussianBlur(7))
    def place(self, img, ids, i, cls, col, tex, x, y, w, h):
        """Draws instance i into img and ids; x, y, w, h in pixels of the whole (unoccluded) sprite."""
        x, y, w, h = (int(round(v)) for v in (x, y, w, h))
        sp = self.atlas[cls, col, tex].resize((w, h), Image.BILINEAR)
        sh = self.shadow.resize((int(w * 1.5), max(4, int(h * .34))), Image.BILINEAR)
        img.paste((18, 18, 26), (int(x - w * .25), int(y + h - sh.height * .56)), sh)
        img.paste(sp, (x, y), sp)
        a = np.asarray(sp.getchannel('A')) > 110
        x0, y0 = max(x, 0), max(y, 0)
        sub = ids[y0:y + h, x0:x + w]
        sub[a[y0 - y:y0 - y + sub.shape[0], x0 - x:x0 - x + sub.shape[1]]] = i + 1
    def scene(self, rng, count=None):
        P = self.size
        n = count or int(rng.choice([1, 2, 3, 4, 5, 6], p=[.14, .2, .22, .2, .14, .1]))
        back = list(BACKGROUNDS)[rng.integers(len(BACKGROUNDS))]
        spots = []
        for _ in range(80):
            if len(spots) == n:
                break
            cls = CLASSES[rng.integers(len(CLASSES))]
            side = P * rng.uniform(*((.36, .64) if n < 3 else (.32, .5) if n < 5 else (.29, .4)))
            a = math.sqrt(ASPECT[cls]) * rng.uniform(.9, 1.1)
            w, h = min(side * a, P * .8), min(side / a, P * .8)
            x, y = rng.uniform(-.03 * w, P - .97 * w), rng.uniform(0, P - h)
            hit = [max(0, min(x + w, q[1] + q[3]) - max(x, q[1])) * max(0, min(y + h, q[2] + q[4]) - max(y, q[2]))
                   / min(w * h, q[3] * q[4]) for q in spots]
            if not hit or max(hit) < .12:
                spots.append((cls, x, y, w, h))
        spots.sort(key=lambda q: q[2] + q[4])                         # nearer objects stand lower and cover the others
        img, ids = self.backs[back][rng.integers(len(self.backs[back]))].copy(), np.zeros((P, P), np.uint8)
        cols, texs = list(COLOURS), TEXTURES
        attrs = []
        for i, (cls, x, y, w, h) in enumerate(spots):
            col, tex = cols[rng.integers(len(cols))], texs[rng.integers(len(texs))]
            self.place(img, ids, i, cls, col, tex, x, y, w, h)
            attrs.append((cls, col, tex))
        boxes = []
        for i in range(len(attrs)):
            ys, xs = np.nonzero(ids == i + 1)
            boxes.append((xs.min() / P, ys.min() / P, (xs.max() + 1) / P, (ys.max() + 1) / P) if len(xs) else (0, 0, 0, 0))
        return dict(image=np.asarray(img), ids=ids, attrs=attrs, boxes=np.array(boxes, np.float32), background=back)

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

def instance_caption(attr, rng=None):
    cls, col, tex = attr
    r = 1.0 if rng is None else rng.random()
    art = 'an' if col == 'orange' else 'a'
    if tex == 'plain':
        return f'a plain {col} {cls}' if r < .25 else f'{art} {col} {cls}'
    return f'a {tex} {col} {cls}' if r < .2 else f'{art} {col} {tex} {cls}'

def scene_caption(attrs, background, rng=None):
    """All instances and the place; with rng sometimes only some of them, only the place, or another wording."""
    attrs, r = list(attrs), 1.0 if rng is None else rng.random()
    where = BACKGROUNDS[background]
    if rng is not None:
        rng.shuffle(attrs)
    if r < .2 or not attrs:
        return f'a scene {where}'
    if r < .35:
        attrs = attrs[:max(1, len(attrs) // 2)]
    names = [instance_caption(tuple(a), rng) for a in attrs]
    text = ' , '.join(names[:-1]) + (' and ' if len(names) > 1 else '') + names[-1]
    if len(names) == 1 and rng is not None and rng.random() < .3:
        return text                                                   # alone, as the multi-instance sampler asks for it
    return ('a picture of ' if r > .9 and rng is not None else '') + f'{text} {where}'

def encode(text, length):
    """CLIP-like ids [length]: begin, words, end, then end repeated."""
    ids = [BOS] + [VOCAB.get(w, 0) for w in text.lower().replace(',', ' , ').split()][:length - 2]
    return ids + [EOS] * (length - len(ids))

def tokenizer_json():
    """The same tokenizer in the HF tokenizers format (lower case, begin and end added). It is written as
    WordPiece with whole words only, for JavaScript loaders know BPE, Unigram and WordPiece but not WordLevel."""
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

if __name__ == '__main__':                                           # a sheet of real scenes
    world, rng = World(), np.random.default_rng(1)
    scenes = [world.scene(rng) for _ in range(24)]
    print(*(scene_caption(s['attrs'], s['background'], rng) for s in scenes[:4]), sep='\n')
    Image.fromarray(np.concatenate([np.concatenate([s['image'] for s in scenes[r * 6:r * 6 + 6]], 1) for r in range(4)])).save('world.png')

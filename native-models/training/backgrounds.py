"""The places of the drawn world: layers of paper one before the other, each with a soft edge of shadow on what lies behind.

A place is painted at twice its size on an array [w, w, 3] and halved, with chance in its lines and tints.
"""
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

BACKGROUNDS = dict(meadow='in a meadow', beach='on a beach', room='in a room', night='at night', snow='in the snow', desert='in a desert',
                   forest='in a forest', sea='on the sea', city='in a city', stage='on a stage')

class Paper:
    """A square sheet and the tools to lay more paper on it; all measures are shares of its side."""
    def __init__(self, w, rng, top, low):
        self.w, self.rng = w, rng
        self.tint = rng.normal(0, 5, 3)
        self.y, self.x = np.mgrid[0:w, 0:w].astype(np.float32) / w
        self.img = self.blend(top, low, self.y / .5)
    def blend(self, top, low, t):
        t = np.clip(t, 0, 1)[..., None]
        return ((np.array(top, np.float32) + self.tint) * (1 - t) + (np.array(low, np.float32) + self.tint) * t).astype(np.float32)
    def wave(self, level, *swings):
        """[w] heights: the level and sines of (size, waves across) at random phases."""
        x = np.arange(self.w) / self.w
        return level + sum(s * np.sin(2 * np.pi * (x * n + self.rng.random())) for s, n in swings)
    def layer(self, edge, top, low, depth=.35, shadow=.22):
        """Covers all below edge [w] with paper that goes from one colour to another in `depth`."""
        below = self.y - np.asarray(edge, np.float32)
        self.img *= 1 - shadow * np.exp(np.minimum(below, 0) / .025)[..., None]
        on = np.clip(below * self.w + .5, 0, 1)[..., None]
        lip = 1 + .1 * np.exp(-np.maximum(below, 0) / .01)[..., None]   # the cut edge catches light
        self.img += (np.minimum(self.blend(top, low, below / depth) * lip, 255) - self.img) * on
    def glow(self, x, y, r, colour, strength, disc=None):
        """Soft light round a point; disc: radius of a sharp disc in it."""
        d = np.hypot(self.x - x, self.y - y)
        a = strength * np.exp(-(d / r) ** 2)
        if disc:
            a = np.maximum(a, np.clip((disc - d) * self.w, 0, 1))
        self.img += (np.array(colour, np.float32) - self.img) * a[..., None]
    def draw(self, paint, shadow=0.0, alpha=1.0, soft=.012):
        """paint(D, w) draws RGB on a transparent sheet; it is laid on with a shadow to the lower right."""
        sheet = Image.new('RGBA', (self.w, self.w), (0, 0, 0, 0))
        paint(ImageDraw.Draw(sheet), self.w)
        a = np.asarray(sheet.getchannel('A'), np.float32)[..., None] / 255
        if shadow:
            k = int(.012 * self.w)
            s = np.asarray(sheet.getchannel('A').filter(ImageFilter.GaussianBlur(soft * self.w)), np.float32)
            self.img *= 1 - shadow * np.roll(s, (k, k), (0, 1))[..., None] / 255
        self.img += (np.asarray(sheet, np.float32)[..., :3] - self.img) * a * alpha
    def clouds(self, count, colour=(255, 255, 255), low=.26, alpha=.92):
        spots = [(self.rng.uniform(.02, .98), self.rng.uniform(.04, low), self.rng.uniform(.6, 1.15)) for _ in range(count)]
        def paint(D, w):
            for x, y, s in spots:
                for dx, dy, r in ((-.075, .012, .032), (-.03, -.012, .048), (.03, -.004, .04), (.078, .014, .028)):
                    D.ellipse([(x + dx * s - r * s) * w, (y + dy * s - r * s) * w, (x + dx * s + r * s) * w, (y + dy * s + r * s) * w], (*colour, 255))
                D.rounded_rectangle([(x - .105 * s) * w, (y + .002) * w, (x + .105 * s) * w, (y + .045 * s) * w], int(.022 * s * w), (*colour, 255))
        self.draw(paint, .14, alpha)
    def dots(self, count, colour, size, top, low, alpha=1.0):
        spots = [(self.rng.random(), self.rng.uniform(top, low), size * self.rng.uniform(.5, 1.2)) for _ in range(count)]
        def paint(D, w):
            for x, y, r in spots:
                D.ellipse([(x - r) * w, (y - r) * w, (x + r) * w, (y + r) * w], (*colour, 255))
        self.draw(paint, 0, alpha)
    def strokes(self, count, colour, top, low, length=.05, thick=.006, alpha=.5, lean=0.0):
        """Short strokes (waves, grass): those lower in the picture are longer."""
        spots = [(self.rng.random(), self.rng.uniform(top, low)) for _ in range(count)]
        def paint(D, w):
            for x, y in spots:
                k = length * (.5 + y) * w
                D.line([x * w, y * w, x * w + k, y * w - lean * k], (*colour, 255), max(1, int(thick * (.5 + y) * w)))
        self.draw(paint, 0, alpha)
    def picture(self, size):
        return Image.fromarray(self.img.clip(0, 255).astype(np.uint8)).resize((size, size), Image.BOX)

def meadow(w, rng, h):
    p = Paper(w, rng, (126, 192, 244), (216, 238, 248))
    p.clouds(rng.integers(2, 4))
    p.layer(p.wave(h - .07, (.03, 1.1), (.012, 2.3)), (150, 200, 176), (130, 186, 150))
    p.layer(p.wave(h + .01, (.022, .8), (.012, 1.7)), (128, 192, 104), (112, 178, 90))
    p.layer(p.wave(h + .1, (.02, .6), (.008, 1.9)), (162, 212, 104), (122, 184, 80), .6)
    p.strokes(26, (94, 158, 66), h + .16, 1, .016, .007, .55, 1.6)
    return p

def beach(w, rng, h):
    p = Paper(w, rng, (112, 200, 238), (206, 238, 244))
    p.glow(rng.uniform(.1, .9), rng.uniform(.06, .2), .12, (255, 248, 214), .7, .05)
    p.clouds(rng.integers(1, 3))
    p.layer(np.full(w, h - .1), (48, 146, 194), (96, 198, 208), .2, .1)
    p.strokes(16, (220, 244, 246), h - .07, h + .03, .07, .005, .5)
    e = p.wave(h + .06, (.03, .7), (.008, 2.6))
    p.layer(e - .028, (236, 250, 248), (236, 250, 248), shadow=.1)
    p.layer(e, (224, 196, 136), (244, 222, 164), .12, .12)
    p.dots(40, (206, 176, 118), .004, h + .14, 1, .6)
    return p

def room(w, rng, h):
    p = Paper(w, rng, (236, 216, 196), (226, 200, 178))
    kind = rng.uniform(0, .8)
    x0 = .1 + kind * .75
    p.draw(lambda D, w: [D.rectangle([(x0 + k * .11) * w, 0, (x0 + k * .11 + .05) * w, h * w], (244, 228, 210, 255)) for k in range(-9, 9)], 0, .45)
    p.layer(np.full(w, h - .045), (248, 242, 232), (238, 228, 214), .05, .2)
    p.layer(np.full(w, h), (170, 118, 78), (190, 138, 92), .5, .1)
    def planks(D, w):
        for k in range(1, 6):
            y = h + .022 * k * k
            D.line([0, y * w, w, y * w], (120, 80, 50, 255), max(2, w // 160))
            for j in range(3):
                x = ((k * .37 + j * .36) % 1) * w
                D.line([x, y * w, x + (x - w / 2) * .06 * k, (y + .022 * (2 * k + 1)) * w], (120, 80, 50, 255), max(1, w // 200))
    p.draw(planks, 0, .6)
    return p

def night(w, rng, h):
    p = Paper(w, rng, (24, 28, 84), (70, 74, 150))
    p.dots(34, (240, 238, 214), .005, 0, h - .06, .9)
    p.glow(rng.uniform(.12, .88), rng.uniform(.08, .2), .16, (244, 236, 196), .4, .065)
    p.layer(p.wave(h - .05, (.03, 1.2), (.012, 2.6)), (50, 58, 120), (46, 54, 108))
    p.layer(p.wave(h + .02, (.018, .8), (.01, 2.1)), (56, 72, 112), (50, 64, 100))
    p.layer(p.wave(h + .11, (.018, .7)), (78, 96, 126), (56, 68, 96), .6)
    return p

def firs(p, colour, base, count, tall, shade=.15):
    """Fir trees of paper in a row, far enough to be part of the place."""
    spots = [((k + p.rng.uniform(.1, .9)) / count, base + p.rng.uniform(-.01, .015), tall * p.rng.uniform(.7, 1.2)) for k in range(count)]
    def paint(D, w):
        for x, y, t in spots:
            for k in range(3):
                a, b, half = y - t * (.42 + .29 * k - .28), y - t * (.42 + .29 * k + .02), t * (.3 - .075 * k)
                D.polygon([(x * w, (b - .06 * t) * w), ((x + half) * w, a * w), ((x - half) * w, a * w)], (*colour, 255))
    p.draw(paint, shade)

def snow(w, rng, h):
    p = Paper(w, rng, (158, 184, 214), (222, 232, 242))
    p.layer(p.wave(h - .07, (.04, 1.3), (.015, 3.1)), (196, 212, 234), (206, 220, 238))
    firs(p, (136, 166, 186), h + .0, 7, .13)
    p.layer(p.wave(h + .02, (.02, .9), (.01, 2.1)), (226, 235, 247), (208, 222, 240), .2, .16)
    p.layer(p.wave(h + .13, (.025, .6)), (238, 244, 252), (204, 218, 238), .6, .16)
    p.dots(44, (255, 255, 255), .0065, 0, 1, .9)
    return p

def desert(w, rng, h):
    p = Paper(w, rng, (246, 186, 130), (254, 226, 178))
    p.glow(rng.uniform(.12, .88), rng.uniform(.1, .26), .2, (255, 244, 206), .65, .062)
    x = np.arange(w) / w
    mesa = h - .02 - .1 * np.clip((.13 - np.abs(x - rng.uniform(.1, .45))) * 9, 0, 1) - .07 * np.clip((.1 - np.abs(x - rng.uniform(.6, .95))) * 9, 0, 1)
    p.layer(mesa, (206, 122, 92), (214, 138, 100), .2)
    p.layer(p.wave(h + .0, (.03, 1.1), (.01, 2.2)), (222, 148, 84), (226, 156, 92))
    p.layer(p.wave(h + .09, (.035, .8)), (234, 170, 98), (222, 152, 84), .3)
    p.layer(p.wave(h + .22, (.03, .6)), (240, 184, 112), (222, 154, 88), .5)
    return p

def forest(w, rng, h):
    p = Paper(w, rng, (150, 190, 150), (190, 214, 164))
    def trunks(colour, count, thick, top=0.0):
        at = [((k + rng.uniform(.15, .85)) / count, thick * rng.uniform(.7, 1.3)) for k in range(count)]
        p.draw(lambda D, w: [D.polygon([((x - t * .4) * w, 0), ((x + t * .4) * w, 0), ((x + t * .6) * w, (h + .09) * w), ((x - t * .6) * w, (h + .09) * w)],
                                       (*colour, 255)) for x, t in at], .2)
    trunks((134, 158, 124), 9, .035)
    trunks((92, 112, 88), 6, .055)
    p.layer(p.wave(h + .02, (.014, 1.4), (.01, 3.3)), (84, 130, 78), (70, 112, 66))
    p.layer(p.wave(h + .12, (.018, .8), (.008, 2.7)), (100, 142, 74), (66, 100, 56), .6)
    leaves = p.wave(.09, (.02, 3.2), (.018, 5.3))
    p.img += (np.array((56, 100, 62), np.float32) - p.img) * np.clip((leaves - p.y) * w + .5, 0, 1)[..., None]
    leaves = p.wave(.045, (.016, 4.2), (.012, 7.1))
    p.img += (np.array((42, 82, 54), np.float32) - p.img) * np.clip((leaves - p.y) * w + .5, 0, 1)[..., None]
    return p

def sea(w, rng, h):
    p = Paper(w, rng, (150, 206, 240), (226, 242, 248))
    p.clouds(rng.integers(1, 4), low=.2)
    x, tints = np.arange(w) / w, ((86, 170, 206), (66, 150, 196), (50, 130, 184), (40, 112, 170), (32, 96, 154))
    for k, c in enumerate(tints):
        n = 9 - 1.5 * k
        edge = h - .04 + .02 * k + .03 * k * k - (.008 + .004 * k) * np.abs(np.sin(np.pi * (x * n + rng.random())))
        p.layer(edge, tuple(v + 26 for v in c), c, .1, .14)
    return p

def city(w, rng, h):
    p = Paper(w, rng, (164, 200, 232), (238, 230, 220))
    def blocks(colour, window, low, tall, count):
        at = [((k + rng.uniform(-.1, .1)) / count, rng.uniform(low, tall), rng.uniform(.75, 1.02) / count) for k in range(count + 1)]
        def paint(D, w):
            for x, t, b in at:
                D.rectangle([x * w, (h - t) * w, (x + b) * w, (h + .1) * w], (*colour, 255))
                s = .016 if count > 6 else .024
                for i in range(int((b - s) / (1.9 * s))):
                    for j in range(int(t / (2.1 * s))):
                        a, c = x + s * (.9 + 1.9 * i), h - t + s * (1 + 2.1 * j)
                        D.rectangle([a * w, c * w, (a + s) * w, (c + s) * w], (*window, 255))
        p.draw(paint, .2)
    blocks((168, 184, 206), (186, 200, 218), .14, .32, 8)
    blocks((134, 150, 178), (222, 214, 176), .07, .22, 6)
    p.layer(np.full(w, h), (206, 204, 204), (192, 190, 192), .1, .2)
    p.layer(np.full(w, h + .09), (134, 138, 148), (116, 120, 132), .5, .16)
    p.draw(lambda D, w: [D.polygon([((k * .26 + .02) * w, (h + .29) * w), ((k * .26 + .15) * w, (h + .29) * w), ((k * .26 + .14) * w, (h + .315) * w),
                                    ((k * .26) * w, (h + .315) * w)], (226, 224, 214, 255)) for k in range(4)], 0, .8)
    return p

def stage(w, rng, h):
    p = Paper(w, rng, (92, 46, 74), (120, 58, 84))
    p.glow(rng.uniform(.35, .65), h - .1, .34, (250, 214, 170), .55)
    p.layer(np.full(w, h + .04), (186, 132, 86), (152, 100, 62), .5, .25)
    p.draw(lambda D, w: [D.line([(.5 + k * .07) * w, (h + .04) * w, (.5 + k * .2) * w, w], (120, 78, 48, 255), max(1, w // 200)) for k in range(-9, 10)], 0, .55)
    folds = (1 + .16 * np.sin(2 * np.pi * (p.x * 15 + rng.random())))[..., None]
    red = np.array((150, 34, 52), np.float32) * folds
    for side in (0, 1):
        d = p.x if side == 0 else 1 - p.x
        edge = .17 + .03 * np.cos(p.y * 5 + rng.random()) - .05 * p.y
        p.img *= 1 - .3 * (np.exp(-np.clip(d - edge, 0, 1) / .03) * np.clip((h + .07 - p.y) * 20, 0, 1))[..., None]
        p.img += (red - p.img) * (np.clip((edge - d) * w + .5, 0, 1) * np.clip((h + .07 - p.y) * w, 0, 1))[..., None]
    hem = .1 + .022 * np.abs(np.sin(np.pi * (p.x * 6 + .5)))
    p.img *= 1 - .3 * np.exp(-np.clip(p.y - hem, 0, 1) / .025)[..., None]
    p.img += (red * .86 - p.img) * np.clip((hem - p.y) * w + .5, 0, 1)[..., None]
    return p

PAINTERS = {n: globals()[n] for n in BACKGROUNDS}

def background(name, size, rng):
    """RGB picture of a place, size x size; the horizon lies between .36 and .5."""
    return PAINTERS[name](size * 2, rng, float(rng.uniform(.36, .5))).picture(size)

def first_background(name, size, rng):
    """The four places as the first edition of the world painted them, for models that learnt those."""
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

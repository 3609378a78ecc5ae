"""The things of the drawn world: shapes, colours and textures, and the sprites that come of them.

A shape is three layers on a square that the thing fills: the part that takes colour and texture, its shading, and details of
fixed colours (a window, a stalk). Sprites are drawn large and reduced; light comes from the upper left, a dark rim goes round.
The look depends on the cut of the world, for a model knows the pictures that it was trained on: `first` has no relief; `whole` has
finer textures where little of a thing takes them, and room round every shape. A look that was trained on stays as it is.
"""
import functools
import math
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

COLOURS = dict(red=(212, 28, 40), orange=(255, 140, 16), yellow=(252, 224, 44), green=(24, 158, 62), blue=(32, 92, 224),
               purple=(160, 52, 190), white=(244, 244, 242), black=(42, 42, 48), pink=(255, 134, 186), brown=(128, 76, 38))
TEXTURES = ['plain', 'striped', 'dotted', 'checked', 'zigzag']
ASPECT = dict(ball=1.0, box=1.05, house=0.95, tree=0.72, fish=1.5, star=1.04, car=1.6, mug=1.1,          # width / height
              boat=1.0, bird=1.06, flower=0.7, mushroom=1.02, rocket=0.62, cat=0.86, apple=0.92, chair=0.72, lamp=0.74,
              umbrella=1.0, cake=1.1, cactus=0.8, hat=1.5, snail=1.35, robot=0.82, balloon=0.72)
THINGS = list(ASPECT)
FLYING = {'bird', 'rocket', 'balloon'}                                 # things at home in the air
# A part, the whole that it belongs to, and the boxes on the whole's square where it may be drawn.
PARTS = dict(door=('house', [(.40, .62, .64, .985)]), roof=('house', [(.01, .02, .99, .45)]), sail=('boat', [(.49, .03, .95, .6)]),
             wheel=('car', [(.12, .60, .36, .99), (.64, .60, .88, .99)]), wing=('bird', [(.16, .45, .62, .78)]))
for _part, (_whole, ((_x0, _y0, _x1, _y1), *_)) in PARTS.items():
    ASPECT[_part] = ASPECT[_whole] * (_x1 - _x0) / (_y1 - _y0)
S = 320                                                                # drawing size
EDGE = .02                                                             # room round a thing on its square in `whole`
# How much finer the textures of a thing are in `whole`.
FINE = dict(house=1.5, tree=1.25, fish=1.2, star=1.7, boat=1.4, bird=1.3, flower=1.9, rocket=1.25, cat=1.25, chair=1.4, lamp=1.2, umbrella=1.3,
            cake=1.4, cactus=1.5, hat=1.25, robot=1.4)
_room = 0.0                                                            # EDGE while a thing of `whole` is drawn
DARK, GLASS, WOOD, CREAM, STEEL = (40, 40, 46, 255), (190, 224, 240, 255), (112, 72, 42, 255), (250, 240, 216, 255), (150, 158, 172, 255)

def smooth(points, times=3, closed=True):
    """Corners cut off three times over: a polygon becomes a round outline through the middles of its sides."""
    p = np.array(points, float)
    for _ in range(times):
        q = np.roll(p, -1, 0) if closed else p[1:]
        b = p if closed else p[:-1]
        n = np.stack([b * .75 + q * .25, b * .25 + q * .75], 1).reshape(-1, 2)
        p = n if closed else np.concatenate([p[:1], n, p[-1:]])
    return [tuple(v) for v in p]

def pairs(*xy):
    return [((x + (1 - 2 * x) * _room) * S, (y + (1 - 2 * y) * _room) * S) for x, y in zip(xy[::2], xy[1::2])]

class Pen:
    """The three layers of a shape and shorthands in units of its square."""
    def __init__(self):
        self.m, self.f, self.d = Image.new('L', (S, S), 0), Image.new('L', (S, S), 128), Image.new('RGBA', (S, S), (0, 0, 0, 0))
        self.M, self.F, self.D = (ImageDraw.Draw(i) for i in (self.m, self.f, self.d))
    def blob(self, layer, fill, *xy):
        layer.polygon(smooth(pairs(*xy)), fill)
    def disc(self, layer, fill, x, y, rx, ry=None, **kw):
        ry = rx if ry is None else ry
        layer.ellipse(pairs(x - rx, y - ry, x + rx, y + ry), fill, **kw)
    def line(self, layer, fill, width, *xy):
        p = smooth(pairs(*xy), closed=False)
        layer.line(p, fill, int(width * S), joint='curve')
        for x, y in (p[0], p[-1]):
            r = width * S / 2 - .5
            layer.ellipse([x - r, y - r, x + r, y + r], fill)
    def eye(self, x, y, r, look=.25):
        self.disc(self.D, (250, 250, 250, 255), x, y, r, r * 1.1)
        self.disc(self.D, DARK, x + look * r, y + .1 * r, r * .62, r * .7)
        self.disc(self.D, (255, 255, 255, 255), x + (look - .22) * r, y - .2 * r, r * .2)

def ball(p):
    p.M.ellipse(pairs(.02, .02, .98, .98), 255)

def box(p):
    p.M.polygon(pairs(.01, .28, .28, .02, .99, .02, .99, .72, .72, .98, .01, .98), 255)
    p.F.polygon(pairs(.01, .28, .28, .02, .99, .02, .72, .28), 178)
    p.F.polygon(pairs(.72, .28, .99, .02, .99, .72, .72, .98), 74)

def house(p):
    p.M.polygon(pairs(.10, .42, .90, .42, .90, .98, .10, .98), 255)
    p.D.polygon(pairs(.01, .45, .50, .02, .99, .45), (120, 62, 48, 255))
    for at, fill in (((.42, .64, .62, .98), WOOD), ((.18, .54, .34, .72), GLASS), ((.68, .54, .84, .72), GLASS)):
        p.D.rectangle(pairs(*at), fill)

def tree(p):
    p.D.polygon(pairs(.41, .5, .59, .5, .64, .99, .36, .99), WOOD)
    for x, y, r in ((.5, .23, .22), (.29, .42, .28), (.71, .42, .28), (.5, .46, .26)):
        p.M.ellipse(pairs(x - r, y - .82 * r, x + r, y + .82 * r), 255)

def fish(p):
    p.M.ellipse(pairs(.01, .16, .74, .88), 255)
    p.M.polygon(pairs(.60, .52, .99, .06, .90, .52, .99, .98), 255)
    p.M.polygon(pairs(.28, .2, .52, .01, .56, .26), 255)
    p.D.ellipse(pairs(.10, .32, .27, .57), (250, 250, 250, 255))
    p.D.ellipse(pairs(.13, .38, .22, .52), DARK)

def star(p):
    pts = [(.5 + (.52 if i % 2 == 0 else .225) * math.sin(i * math.pi / 5),
            .53 - (.53 if i % 2 == 0 else .23) * math.cos(i * math.pi / 5)) for i in range(10)]
    p.M.polygon(pairs(*(v for xy in pts for v in xy)), 255)

def car(p):
    p.M.polygon(pairs(.02, .46, .2, .42, .32, .06, .72, .06, .86, .42, .98, .48, .98, .8, .02, .8), 255)
    p.D.polygon(pairs(.28, .42, .37, .16, .5, .16, .5, .42), GLASS)
    p.D.polygon(pairs(.55, .42, .55, .16, .67, .16, .76, .42), GLASS)
    for x in (.24, .76):
        p.D.ellipse(pairs(x - .12, .60, x + .12, .99), DARK)
        p.D.ellipse(pairs(x - .05, .71, x + .05, .88), (190, 190, 195, 255))

def mug(p):
    p.M.polygon(pairs(.02, .1, .70, .1, .66, .96, .06, .96), 255)
    p.M.ellipse(pairs(.06, .90, .66, .99), 255)
    p.M.ellipse(pairs(.52, .24, .98, .76), None, 255, int(.115 * S))
    p.D.ellipse(pairs(.02, .02, .70, .18), (74, 50, 38, 255), (225, 225, 225, 255), 8)

def boat(p):
    p.D.rectangle(pairs(.445, .02, .49, .68), WOOD)
    p.M.polygon(pairs(.52, .05, .66, .18, .82, .38, .93, .58, .52, .58), 255)
    p.D.polygon(pairs(.415, .14, .415, .58, .08, .58, .2, .42, .32, .26), CREAM)
    p.M.polygon(pairs(.01, .66, .99, .66, .93, .82, .84, .92, .74, .985, .25, .985, .15, .92, .06, .82), 255)
    p.F.polygon(pairs(.01, .66, .99, .66, .965, .725, .035, .725), 176)
    p.F.polygon(pairs(.07, .84, .93, .84, .84, .99, .16, .99), 100)

def bird(p):
    p.blob(p.M, 255, .34, .42, -.04, .26, .0, .5, .02, .66, .3, .66)
    p.disc(p.M, 255, .47, .58, .35, .30)
    p.disc(p.M, 255, .69, .27, .225, .235)
    p.blob(p.F, 100, .10, .44, .40, .40, .66, .46, .62, .66, .46, .82, .26, .72)
    p.D.polygon(pairs(.87, .2, 1.0, .285, .86, .36), (250, 160, 36, 255))
    p.eye(.73, .23, .075)
    for x in (.40, .56):
        p.line(p.D, (226, 128, 30, 255), .04, x, .86, x, .965)
        p.line(p.D, (226, 128, 30, 255), .04, x - .03, .97, x + .09, .97)

def flower(p):
    green, k = (46, 132, 62, 255), ASPECT['flower']
    p.line(p.D, green, .065, .5, .5, .53, .75, .5, .965)
    p.blob(p.D, green, .5, .93, .08, .92, .04, .66, .34, .72)
    p.blob(p.D, (60, 150, 74, 255), .5, .86, .92, .85, .98, .6, .66, .66)
    for i in range(6):
        x, y = .5 + .195 / k * math.sin(i * math.pi / 3 + .2), .31 - .195 * math.cos(i * math.pi / 3 + .2)
        p.disc(p.M, 255, x, y, .117 / k, .117)
        p.disc(p.F, 132, x, y, .117 / k, .117, outline=92, width=6)
    p.disc(p.F, 100, .5, .31, .15 / k, .15)
    p.disc(p.D, (248, 190, 50, 255), .5, .31, .105 / k, .105, outline=(196, 120, 30, 255), width=9)

def mushroom(p):
    p.blob(p.D, CREAM, .34, .45, .66, .45, .66, .75, .82, .99, .7, 1.0, .3, 1.0, .18, .99, .34, .75)
    p.disc(p.D, (214, 190, 156, 255), .5, .6, .3, .075)
    p.d.paste((0, 0, 0, 0), (0, 0, S, int(.57 * S)))
    p.D.rectangle(pairs(.325, .56, .675, .64), (214, 190, 156, 255))
    p.M.polygon(smooth(pairs(.0, .66, -.02, .3, .2, .0, .5, -.02, .8, .0, 1.02, .3, 1.0, .66, .5, .56)), 255)
    p.F.polygon(smooth(pairs(.0, .66, .0, .5, .5, .5, 1.0, .5, 1.0, .66, .5, .58)), 92)

def rocket(p):
    p.D.polygon(smooth(pairs(.34, .8, .66, .8, .68, .88, .5, 1.06, .32, .88)), (255, 150, 30, 255))
    p.D.polygon(smooth(pairs(.41, .8, .59, .8, .6, .86, .5, .97, .4, .86)), (255, 232, 110, 255))
    p.M.polygon(smooth(pairs(.5, -.04, .66, .1, .84, .36, .78, .72, .7, .84, .3, .84, .22, .72, .16, .36, .34, .1)), 255)
    for s in (-1, 1):
        p.D.polygon(smooth(pairs(.5 + s * .22, .56, .5 + s * .46, .72, .5 + s * .5, .94, .5 + s * .42, .92, .5 + s * .2, .82), 2), (92, 100, 118, 255))
    p.D.polygon(pairs(.3, .8, .7, .8, .66, .86, .34, .86), (92, 100, 118, 255))
    p.disc(p.D, (226, 230, 236, 255), .5, .36, .19, .118)
    p.disc(p.D, (96, 176, 222, 255), .5, .36, .13, .081)
    p.disc(p.D, (210, 238, 250, 255), .45, .335, .04, .025)

def cat(p):
    p.line(p.M, 255, .1, .7, .9, .95, .9, .93, .68, .9, .58)
    p.blob(p.M, 255, .34, .46, .66, .46, .86, .8, .84, 1.02, .16, 1.02, .14, .8)
    for s in (-1, 1):
        p.M.polygon(pairs(.5 + s * .36, .02, .5 + s * .37, .34, .5 + s * .06, .14), 255)
        p.D.polygon(pairs(.5 + s * .32, .08, .5 + s * .33, .24, .5 + s * .18, .14), (246, 168, 176, 255))
    p.disc(p.M, 255, .5, .34, .38, .24)
    p.line(p.F, 74, .018, .5, .78, .5, .97)
    p.disc(p.F, 86, .5, .6, .22, .03)
    p.disc(p.D, CREAM, .5, .43, .16, .1)
    for s in (-1, 1):
        p.disc(p.D, (250, 250, 250, 255), .5 + s * .17, .31, .075, .072)
        p.disc(p.D, DARK, .5 + s * .16, .315, .042, .055)
        p.line(p.D, (110, 90, 84, 255), .012, .5, .45, .5 + s * .06, .485, .5 + s * .1, .465)
        p.line(p.D, (235, 230, 224, 255), .01, .5 + s * .2, .44, .5 + s * .46, .41)
        p.line(p.D, (235, 230, 224, 255), .01, .5 + s * .2, .47, .5 + s * .45, .5)
    p.disc(p.D, (236, 120, 130, 255), .5, .4, .04, .028)

def apple(p):
    p.blob(p.M, 255, .5, .27, .68, .13, .93, .14, 1.04, .42, .95, .76, .76, 1.02, .58, .97, .5, .96, .42, .97, .24, 1.02, .05, .76,
           -.04, .42, .07, .14, .32, .13)
    p.disc(p.F, 92, .5, .245, .15, .045)
    p.line(p.D, WOOD, .055, .5, .25, .5, .14, .56, .04)
    p.blob(p.D, (74, 160, 66, 255), .54, .17, .64, -.02, .92, .0, .96, .06, .82, .22, .62, .22)

def chair(p):
    for x, y in ((.22, .9), (.7, .9)):
        p.D.rectangle(pairs(x, .6, x + .08, y), (84, 54, 32, 255))
    p.D.rectangle(pairs(.2, .4, .27, .6), WOOD)
    p.D.rectangle(pairs(.73, .4, .8, .6), WOOD)
    for x in (.04, .86):
        p.D.rectangle(pairs(x, .66, x + .1, .99), WOOD)
    p.M.rounded_rectangle(pairs(.12, .015, .88, .44), int(.09 * S), 255)
    p.M.polygon(pairs(.12, .52, .88, .52, .99, .66, .99, .75, .01, .75, .01, .66), 255)
    p.F.polygon(pairs(.12, .52, .88, .52, .99, .66, .01, .66), 150)
    p.F.polygon(pairs(.01, .66, .99, .66, .99, .75, .01, .75), 88)

def lamp(p):
    brass = (206, 162, 78, 255)
    p.D.rectangle(pairs(.455, .48, .545, .93), brass)
    p.disc(p.D, brass, .5, .7, .1, .06)
    p.disc(p.D, brass, .5, .93, .27, .06)
    p.disc(p.D, (255, 236, 160, 255), .5, .5, .44, .055)
    p.M.polygon(pairs(.27, .04, .73, .04, .985, .51, .75, .545, .5, .555, .25, .545, .015, .51), 255)
    p.disc(p.M, 255, .5, .04, .23, .03)
    p.F.polygon(pairs(.01, .46, .99, .46, .99, .57, .01, .57), 100)

def umbrella(p):
    p.line(p.D, WOOD, .045, .5, .1, .5, .5, .5, .84, .5, .96, .62, .985, .7, .94, .7, .86)
    p.line(p.D, DARK, .035, .5, .02, .5, .08)
    p.M.pieslice(pairs(.01, .05, .99, 1.03), 180, 360, 255)
    for x in (.13, .377, .623, .87):
        p.disc(p.M, 0, x, .54, .124, .055)
    p.line(p.F, 84, .016, .5, .06, .31, .25, .255, .53)
    p.line(p.F, 84, .016, .5, .06, .69, .25, .745, .53)
    p.F.polygon(smooth(pairs(.5, .04, .82, .2, 1.0, .55, .74, .55, .66, .26)), 104)

def cake(p):
    p.disc(p.D, (226, 230, 238, 255), .5, .9, .49, .085)
    p.M.polygon(pairs(.08, .44, .92, .44, .92, .86, .08, .86), 255)
    p.disc(p.M, 255, .5, .86, .42, .09)
    p.disc(p.D, CREAM, .5, .43, .44, .11)
    for x, y in ((.1, .55), (.24, .62), (.38, .56), (.53, .66), (.68, .57), (.8, .62), (.9, .54)):
        p.D.rounded_rectangle(pairs(x - .065, .43, x + .065, y), int(.06 * S), CREAM)
    p.disc(p.D, (255, 250, 234, 255), .5, .42, .38, .075)
    p.D.rectangle(pairs(.47, .16, .53, .42), (120, 190, 220, 255))
    for y in (.2, .28, .36):
        p.D.polygon(pairs(.47, y + .03, .53, y, .53, y + .03, .47, y + .06), (250, 250, 250, 255))
    p.D.polygon(smooth(pairs(.5, -.03, .57, .12, .5, .2, .43, .12)), (255, 186, 40, 255))
    for x in (.28, .72):
        p.disc(p.D, (214, 40, 60, 255), x, .38, .055, .05)

def cactus(p):
    for a in ((.2, .58, .12, .56, .11, .44, .11, .34), (.8, .5, .88, .48, .89, .36, .89, .26)):
        p.line(p.M, 255, .17, a[6], a[7], a[4], a[5], a[2], a[3], a[0], a[1], .5, a[1])
    p.M.rounded_rectangle(pairs(.31, .06, .69, .9), int(.19 * S), 255)
    for x in (.42, .58):
        p.line(p.F, 84, .02, x, .16, x, .8)
    p.D.polygon(pairs(.2, .78, .8, .78, .72, .99, .28, .99), (186, 96, 62, 255))
    p.D.rounded_rectangle(pairs(.15, .71, .85, .81), int(.03 * S), (206, 114, 76, 255))
    for i in range(5):
        p.disc(p.D, (255, 214, 110, 255), .5 + .062 * math.sin(i * 1.2566), .065 - .048 * math.cos(i * 1.2566), .042, .034)
    p.disc(p.D, (226, 90, 60, 255), .5, .065, .035, .028)

def hat(p):
    p.disc(p.M, 255, .5, .8, .49, .185)
    p.disc(p.F, 104, .5, .8, .49, .185)
    p.disc(p.F, 134, .5, .765, .47, .15)
    p.M.polygon(smooth(pairs(.22, .84, .24, .3, .26, .0, .42, -.02, .5, .1, .58, -.02, .74, .0, .76, .3, .78, .84), 2), 255)
    p.F.polygon(smooth(pairs(.22, .84, .24, .3, .26, .0, .42, -.02, .5, .1, .58, -.02, .74, .0, .76, .3, .78, .84), 2), 128)
    p.D.polygon(pairs(.228, .56, .772, .56, .785, .74, .64, .785, .5, .795, .36, .785, .215, .74), (70, 50, 44, 255))

def snail(p):
    tan = (228, 190, 130, 255)
    p.D.polygon(smooth(pairs(-.02, .99, .3, .78, .7, .76, .8, .5, .84, .36, .99, .4, 1.0, .6, .9, 1.0, .5, 1.0), 3), tan)
    for x, a in ((.86, .84), (.94, .98)):
        p.line(p.D, tan, .03, x, .46, x, .3, a, .2)
        p.disc(p.D, DARK, a, .2, .026, .036)
    p.line(p.D, (150, 104, 70, 255), .016, .88, .64, .92, .67, .96, .64)
    p.disc(p.M, 255, .43, .46, .35, .455)
    for i in range(60):
        t, u = i * .19, (i + 1) * .19
        (x, y), (z, w) = ((.43 + r * .34 * math.cos(v + .6), .46 + r * .45 * math.sin(v + .6)) for v, r in ((t, t / 11.5), (u, u / 11.5)))
        p.line(p.F, 70, .03, x, y, z, w)

def robot(p):
    p.line(p.D, STEEL, .03, .5, .1, .5, .06)
    p.disc(p.D, (236, 84, 60, 255), .5, .04, .05, .04)
    for s in (-1, 1):
        p.line(p.D, STEEL, .09, .5 + s * .3, .5, .5 + s * .42, .58, .5 + s * .42, .72)
        p.disc(p.D, DARK, .5 + s * .42, .74, .07, .056)
        p.D.rectangle(pairs(.5 + s * .16 - .07, .8, .5 + s * .16 + .07, .95), STEEL)
        p.D.rounded_rectangle(pairs(.5 + s * .17 - .13, .91, .5 + s * .17 + .13, .99), int(.03 * S), DARK)
        p.D.rectangle(pairs(.5 + s * .31 - .05, .2, .5 + s * .31 + .05, .3), STEEL)
    p.M.rounded_rectangle(pairs(.2, .09, .8, .42), int(.08 * S), 255)
    p.D.rectangle(pairs(.42, .41, .58, .47), STEEL)
    p.M.rounded_rectangle(pairs(.16, .46, .84, .84), int(.07 * S), 255)
    p.D.rounded_rectangle(pairs(.27, .15, .73, .35), int(.05 * S), (34, 44, 60, 255))
    for x in (.39, .61):
        p.disc(p.D, (130, 240, 230, 255), x, .23, .06, .049)
    p.line(p.D, (130, 240, 230, 255), .02, .42, .305, .5, .325, .58, .305)
    for x, k in ((.34, (250, 214, 70, 255)), (.5, (236, 84, 60, 255)), (.66, (90, 200, 110, 255))):
        p.disc(p.D, k, x, .75, .045, .037)

def balloon(p):
    for x, z in ((.36, .42), (.64, .58)):
        p.line(p.D, (110, 84, 60, 255), .016, x, .7, z, .87)
    p.D.rounded_rectangle(pairs(.375, .855, .625, .99), int(.03 * S), (164, 112, 62, 255))
    p.D.rectangle(pairs(.36, .85, .64, .885), (122, 78, 42, 255))
    p.M.polygon(smooth(pairs(.5, -.03, .86, -.02, 1.06, .22, .98, .5, .7, .68, .66, .77, .34, .77, .3, .68, .02, .5, -.06, .22, .14, -.02)), 255)
    p.line(p.F, 92, .014, .5, .02, .3, .25, .36, .73)
    p.line(p.F, 92, .014, .5, .02, .7, .25, .64, .73)
    p.F.polygon(pairs(.3, .7, .7, .7, .66, .78, .34, .78), 84)

def door(p):
    p.M.rounded_rectangle(pairs(.06, .03, .94, 1.2), int(.3 * S), 255)
    p.disc(p.D, (248, 208, 90, 255), .76, .58, .08, .055)

def roof(p):
    p.M.polygon(pairs(.0, .99, .5, .01, 1.0, .99), 255)

def sail(p):
    p.M.polygon(pairs(.02, .02, .36, .26, .7, .6, .98, .98, .02, .98), 255)

def wheel(p):
    p.disc(p.M, 255, .5, .5, .38)
    p.disc(p.D, None, .5, .5, .49, outline=DARK, width=int(.13 * S))
    p.disc(p.D, (225, 225, 228, 255), .5, .5, .09)

def wing(p):
    p.blob(p.M, 255, -.06, .16, .1, .0, .6, .0, 1.06, .1, .98, .6, .62, 1.06, .2, .74)
    p.line(p.F, 92, .03, .4, .3, .62, .5, .6, .86)

DRAWERS = {n: globals()[n] for n in (*THINGS, *PARTS)}

def blurred(a, radius):
    return np.asarray(Image.fromarray(a.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius)), np.float32)

@functools.lru_cache(None)
def look(name, edition):
    """What all sprites of a shape share, S x S: light on the coloured part, highlight, details, outline, rim and relief."""
    global _room
    p, rounded, _room = Pen(), edition != 'first', EDGE if edition == 'whole' and name not in PARTS else 0.0
    DRAWERS[name](p)
    _room = 0.0
    if rounded:                                                       # soft shading instead of hard edges of it
        p.f = p.f.filter(ImageFilter.GaussianBlur(3))
    m, f, d = p.m, p.f, p.d
    yy, xx = np.mgrid[0:S, 0:S] / S
    light = 1.16 - .42 * (.45 * xx + .75 * yy)                         # from the upper left
    if name == 'ball':
        light = light * (1.08 - .95 * np.clip(((xx - .40) ** 2 + (yy - .36) ** 2) - .08, 0, 1))
    light = (np.asarray(f, np.float32)[..., None] / 128) * light[..., None]
    shine = {'ball', 'mug', 'tree'} | ({'mushroom', 'apple', 'balloon', 'umbrella', 'bird'} if rounded else set())
    hi = np.exp(-((xx - .32) ** 2 + (yy - .28) ** 2) / .012)[..., None] * (name in shine)
    full = Image.composite(m, Image.new('L', (S, S), 255), Image.eval(d.getchannel('A'), lambda a: 255 - a))
    rim = np.asarray(full, np.float32) - np.asarray(full.filter(ImageFilter.MinFilter(9)), np.float32)
    rim = 1 - .6 * blurred(rim, 2)[..., None] / 255
    r = dict(light=light, hi=hi * .55, details=d, outline=full, rim=rim)
    if rounded:                                                       # relief: edges towards the light are lit, the others in shade
        wide = np.pad(np.asarray(full), 24)
        gy, gx = np.gradient(blurred(wide, 11)[24:-24, 24:-24])
        slope = np.clip((.55 * gx + .8 * gy) / 9, -1, 1)[..., None].astype(np.float32)
        r = {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in r.items()}
        r.update(lit=1 - .34 * np.clip(slope, 0, 1), dim=1 - .26 * np.clip(-slope, 0, 1))
    return r

@functools.lru_cache(None)
def pattern(texture, aspect, fine=1.0):
    """[S,S,1] bool: where the second colour is."""
    yy, xx = np.mgrid[0:S, 0:S] / S * fine
    if texture == 'striped':
        t = ((xx * aspect + yy) * 2.05 % 1.0 < .46)
    elif texture == 'dotted':
        u, v = xx * 2.3 * max(aspect, 1), yy * 2.3 / min(aspect, 1)
        u = u + .5 * (np.floor(v) % 2)
        t = ((u % 1 - .5) ** 2 + (v % 1 - .5) ** 2 < .105)
    elif texture == 'checked':
        k = 4.4 / max(min(aspect, 1.0), .6)
        t = (np.floor(xx * aspect * k + .2) + np.floor(yy * k + .2)) % 2 == 1
    elif texture == 'zigzag':
        t = ((yy + .36 * np.abs((xx * aspect * 2.4 + .1) % 1 - .5)) * 3.3 % 1.0 < .46)
    else:
        t = np.zeros((S, S), bool)
    return t[..., None]

def shades(colour):
    """Both colours of a texture."""
    base = np.array(COLOURS[colour], np.float32)
    return base, np.array([120, 126, 138], np.float32) if colour == 'white' else base + (255 - base) * .85

def reduced(a, size):
    """[S,S,1] -> float32 [size,size,1]."""
    return np.asarray(Image.fromarray(np.asarray(a[..., 0], np.float32)).resize((size, size), Image.BOX))[..., None]

@functools.lru_cache(None)
def small_look(name, size):
    """look() of `whole`, reduced: light, highlight, lit, dim, rim [size,size,1], details in [size,size,3] and how much they cover, outline."""
    k = look(name, 'whole')
    d = np.asarray(k['details'].resize((size, size), Image.BOX), np.float32)
    return (*(reduced(k[n], size) for n in ('light', 'hi', 'lit', 'dim', 'rim')), d[..., :3], d[..., 3:] / 255, k['outline'].resize((size, size), Image.LANCZOS))

@functools.lru_cache(None)
def small_pattern(texture, name, size):
    return reduced(pattern(texture, ASPECT[name], FINE.get(name, 1.0)), size)

def small_sprite(name, colour, texture, size):
    """A sprite of `whole`: its layers are reduced once and put together small, for `whole` has thousands of them."""
    light, hi, lit, dim, rim, details, covered, outline = small_look(name, size)
    base, second = shades(colour)
    rgb = np.minimum((base + (second - base) * small_pattern(texture, name, size)) * light, 255)
    rgb += (255 - rgb) * hi
    rgb += (details - rgb) * covered
    rgb = (255 - (255 - rgb) * lit) * (dim * rim)
    return Image.merge('RGBA', [*Image.fromarray(rgb.astype(np.uint8)).split(), outline])

def sprite(name, colour, texture, size=160, edition='starter'):
    """RGBA picture size x size of a thing or a part, as the cut `edition` of the world shows it."""
    if edition == 'whole':
        return small_sprite(name, colour, texture, size)
    k = look(name, edition)
    base, second = shades(colour)
    rgb = np.where(pattern(texture, ASPECT[name]), second, base) * k['light']
    if k['hi'].any():
        rgb = rgb + (255 - rgb) * k['hi']
    img = Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8))
    img.paste(k['details'], (0, 0), k['details'])
    out = np.asarray(img, np.float32)
    if edition != 'first':
        out = (255 - (255 - out) * k['lit']) * k['dim']
    out = Image.merge('RGBA', [*Image.fromarray((out * k['rim']).astype(np.uint8)).split(), k['outline']])
    return out.resize((size, size), Image.LANCZOS)

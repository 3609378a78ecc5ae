"""Quick checks of the training code, about a minute on one core: python3 test_training.py (torch, numpy and Pillow only)."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from types import SimpleNamespace
import numpy as np
import torch
from common import load_safetensors, save_safetensors
from data import ATTRIBUTES, SHORT, Drawers, Pool, Ring, as_row, choose_formats, grounding, smaller, stacked, tokens_of, training_batch
from detector import Detector, decode, share, targets, tensors_of
from distil import Batch, ddim, learn
from evaluation import BANDS, SEED, WORLD_SEED, covered_box, crowds, held_scenes, overlaps, rle_decode, rle_encode, scene_file
from model import PUBLISHED, STARTER, TEACHER, AutoencoderKL, UniFusion, alphas_cumprod, build, fourier, scale_low
from polish_decoder import Adversary, held_to, seen_alike, steepness, trust
from recogniser import Recogniser, cut
from widen_autoencoder import widen
from sample import ddim_steps, null_grounding, sample
from sprites import ASPECT, PARTS
from train import EMBEDDING, carried, first_weights, word_directions
from world import (BACKGROUNDS, BOS, CLASSES, COLOURS, CUT, EOS, LARGE, SMALL, TEXTURES, VOCAB, World, _Atlas, encode, instance_caption,
                   scene_caption, tokenizer_json, vocabulary, words_of, world_cut)

torch.set_num_threads(1)
SIDE = CUT.side // STARTER['factor']                                   # of the latents
HERE = os.path.dirname(os.path.abspath(__file__))

def shapes(module, prefix=''):
    return {prefix + k: tuple(v.shape) for k, v in module.state_dict().items()}

class Layout(unittest.TestCase):
    def test_published_sizes(self):
        """A few keys of each part at the published sizes, and the number of tensors of the parts that fit a quick test."""
        p = shapes(UniFusion(PUBLISHED), 'position_net.')
        self.assertEqual(p['position_net.linears_list.0.0.weight'], (3072, 896))
        self.assertEqual(p['position_net.linears_list.3.0.weight'], (3072, 17152))
        self.assertEqual(p['position_net.null_polygon_feature'], (16384,))
        self.assertEqual(p['position_net.pos_embedding'], (1, 64, 3072))
        self.assertEqual(p['position_net.in_conv.weight'], (3, 30, 3, 3))
        a = shapes(AutoencoderKL(PUBLISHED))
        self.assertEqual(len(a), 248)
        self.assertEqual(sum(int(np.prod(s)) for s in a.values()), 83653863)
        self.assertEqual(a['decoder.up.3.upsample.conv.weight'], (512, 512, 3, 3))
    def test_starter_keys(self):
        k = shapes(build(STARTER))
        for name in ('model.input_blocks.0.0.weight', 'model.middle_block.1.transformer_blocks.0.fuser.alpha_attn', 'model.scaleu_b_0',
                     'model.scaleu_s_5', 'model.position_net.linears_list.4.4.bias', 'autoencoder.decoder.up.3.upsample.conv.weight',
                     'autoencoder.encoder.down.0.downsample.conv.weight', 'autoencoder.decoder.mid.attn_1.proj_out.weight',
                     'text_encoder.transformer.text_model.encoder.layers.1.mlp.fc2.bias'):
            self.assertIn(name, k)
        self.assertEqual(k['model.middle_block.1.transformer_blocks.0.fuser.alpha_attn'], ())
    def test_tokens(self):
        """Grounding tokens: 4 a slot and those of the backbone; an empty input gives the same tokens whatever the flags."""
        net, n = UniFusion(STARTER), STARTER['max_objs']
        empty = dict(masks=torch.zeros(1, n), boxes=torch.zeros(1, n, 4), points=torch.zeros(1, n, 2), scribbles=torch.zeros(1, n, 40),
                     polygons=torch.zeros(1, n, 512), segs=torch.zeros(1, n, 128, 128))
        text = torch.randn(1, n, STARTER['context_dim'])
        with torch.no_grad():
            one, two = (net(text, use=u, **empty) for u in (torch.zeros(1, n, 4), torch.ones(1, n, 4)))
        self.assertEqual(tuple(one.shape), (1, 4 * n + 4, STARTER['context_dim']))
        self.assertTrue(torch.equal(one, two))
        full = dict(empty, masks=torch.ones(1, n), boxes=torch.rand(1, n, 4), points=torch.rand(1, n, 2), scribbles=torch.rand(1, n, 40),
                    polygons=torch.rand(1, n, 512))
        use = torch.eye(4)[torch.arange(n) % 4][None]                  # each slot keeps one format and drops the others
        with torch.no_grad():
            none, every, mixed = (net(text, use=u, **full)[0, :4 * n].view(4, n, -1) for u in (torch.zeros(1, n, 4), torch.ones(1, n, 4), use))
        for k in range(4):
            for i in range(n):
                self.assertTrue(torch.allclose(mixed[k, i], (every if i % 4 == k else none)[k, i], atol=1e-5))
    def test_fourier(self):
        f = fourier(torch.tensor([[.5, .25]]), 16)
        self.assertEqual(tuple(f.shape), (1, 64))
        want = [np.sin(.5), np.sin(.25), np.cos(.5), np.cos(.25)]
        self.assertTrue(np.allclose(f[0, :4].numpy(), want, atol=1e-6))
    def test_scale_low(self):
        """The filter without a Fourier transform equals the one with it."""
        for h, w in ((16, 16), (8, 4), (5, 7)):
            x, s = torch.randn(2, 3, h, w), 1.7
            f = torch.fft.fftshift(torch.fft.fftn(x, dim=(-2, -1)), dim=(-2, -1))
            f[..., h // 2 - 1:h // 2 + 1, w // 2 - 1:w // 2 + 1] *= s
            want = torch.fft.ifftn(torch.fft.ifftshift(f, dim=(-2, -1)), dim=(-2, -1)).real
            self.assertLess(float((scale_low(x, s) - want).abs().max()), 1e-5)
    def test_schedule(self):
        a = alphas_cumprod()
        self.assertAlmostEqual(float(a[0]), .99915, 5)
        self.assertAlmostEqual(float(a[999]), .00466, 5)

class Words(unittest.TestCase):
    def test_ids(self):
        ids = encode('A red striped fish, at night', 10)
        self.assertEqual(ids, [BOS, VOCAB['a'], VOCAB['red'], VOCAB['striped'], VOCAB['fish'], VOCAB[','], VOCAB['at'], VOCAB['night'], EOS, EOS])
        self.assertEqual(encode('a velvet fish', 6)[2], VOCAB['<unk>'])
        self.assertEqual(len(VOCAB), STARTER['vocab_size'])
        self.assertEqual(max(VOCAB.values()), EOS)
    def test_tokenizer_file(self):
        t = json.loads(tokenizer_json())
        self.assertEqual(t['model']['vocab'], VOCAB)
        self.assertEqual(t['model']['type'], 'WordPiece')
    def test_cuts(self):
        first, starter, whole = (world_cut(n) for n in ('first', 'starter', 'whole'))
        sizes = lambda c: (len(c.things), len(c.colours), len(c.textures), len(c.backgrounds))
        self.assertEqual([sizes(c) for c in (first, starter, whole)], [(8, 8, 3, 4), (12, 10, 4, 6), (24, 10, 5, 10)])
        self.assertLess(set(first.words), set(starter.words))
        self.assertLess(set(starter.words), set(whole.words))
        self.assertEqual([len(c.classes) - len(c.things) for c in (first, starter, whole)], [0, 0, len(PARTS)])
        for c in (first, starter, whole):
            self.assertEqual(len(c.words), len(set(c.words)))
            self.assertLess(set(' '.join(c.backgrounds.values()).split()), set(c.words))
            self.assertTrue(set(c.classes) <= set(ASPECT))
        with self.assertRaises(SystemExit):
            world_cut('other')
    def test_published_tokenizer(self):
        """The words of the first world stay those of the tokenizer that it was published with, letter by letter."""
        text = tokenizer_json(world_cut('first')).encode()
        self.assertEqual(hashlib.sha256(text).hexdigest(), '675baebaef709102581e90765d3497cc9a1096fc8d28acd75cd923944ff7eccb')
        with open(os.path.join(HERE, '..', 'starter', 'tokenizer.json'), 'rb') as f:
            self.assertIn(f.read(), [tokenizer_json(world_cut(n)).encode() for n in ('first', 'starter', 'whole')])
    def test_captions(self):
        """Every wording knows all of its words, fits its length, names the class and says no size that is not true."""
        rng, said = np.random.default_rng(3), []
        world = World(64, variants=1)
        for _ in range(400):
            s = world.scene(rng)
            said.append(scene_caption(s['attrs'], s['background'], rng, s['boxes']))
            ids = encode(said[-1], STARTER['max_length'])
            self.assertNotIn(0, ids, said[-1])
            self.assertLessEqual(len(said[-1].replace(',', ' , ').split()), STARTER['max_length'] - 2)
            for a, b in zip(s['attrs'], s['boxes']):
                text = instance_caption(a, rng, b).split()
                side = float((b[2] - b[0]) * (b[3] - b[1])) ** .5
                self.assertNotIn(0, encode(' '.join(text), SHORT))
                self.assertLessEqual(len(text), SHORT - 2)
                self.assertEqual(text[-1], a[0])
                self.assertEqual(text[0], 'an' if text[1][0] in 'aeiou' else 'a')
                self.assertFalse('small' in text and side >= SMALL or 'large' in text and side <= LARGE)
        for start in ('a picture of', 'a scene', 'on a', 'in a'):
            self.assertTrue(any(t.startswith(start) for t in said), start)
        many = [('flower', 'purple', 'striped')] * 12
        self.assertLessEqual(len(scene_caption(many, 'meadow', rng).split()), STARTER['max_length'] - 2)
        self.assertEqual(scene_caption(many[:2], 'meadow'), 'a purple striped flower and a purple striped flower in a meadow')
    def test_all_words_known(self):
        for c in CLASSES:
            for k in COLOURS:
                for x in TEXTURES:
                    self.assertNotIn(0, encode(instance_caption((c, k, x)), 8))
        self.assertNotIn(0, encode(scene_caption([('fish', 'orange', 'dotted'), ('car', 'red', 'plain')], 'night'), 40))

class Scenes(unittest.TestCase):
    def test_rle(self):
        self.assertEqual(rle_encode(np.zeros((2, 3))), '6')
        self.assertEqual(rle_encode(np.ones((2, 3))), '06')
        self.assertEqual(rle_encode(np.array([[0, 1], [1, 0]])), '121')
        rng = np.random.default_rng(0)
        for _ in range(100):
            m = (rng.random(rng.integers(1, 60, 2)) < rng.random()).astype(np.uint8)
            self.assertTrue((rle_decode(rle_encode(m), m.shape) == m).all())
    def test_scene_file(self):
        for s in held_scenes(12):
            f = scene_file(s, np.random.default_rng(0))
            self.assertEqual(len(f['annos']), len(s['attrs']))
            for i, a in enumerate(f['annos']):
                m = rle_decode(a['mask']['counts'], a['mask']['size'])
                self.assertTrue((m == (s['ids'] == i + 1)).all())
                ys, xs = np.nonzero(m | np.isin(s['ids'], [k + 1 for k, whole in enumerate(s['part_of']) if whole == i]))      # with its parts
                self.assertEqual(a['bbox'], [xs.min(), ys.min(), xs.max() + 1 - xs.min(), ys.max() + 1 - ys.min()])
                self.assertTrue(all(m[y, x] for x, y in a['scribble']))
    def test_sets(self):
        self.assertEqual([len(s['attrs']) for s in crowds(14)], [*range(1, 13), 1, 2])
        for i, s in enumerate(overlaps(9)):
            low, high, _ = BANDS[i % 3]
            self.assertTrue(low <= covered_box(s) < high)
            self.assertLess(s['covered'].max(), .6)
    def test_formats(self):
        rng = np.random.default_rng(0)
        kinds = np.stack([choose_formats(rng, 8) for _ in range(2000)])
        self.assertTrue((kinds.any(2)).mean() > .99)
        self.assertGreater(kinds[..., 3].mean(), .2)                   # masks are no rarity

    def test_sizes_and_overlap(self):
        world, rng = World(128, variants=1, c=world_cut('starter')), np.random.default_rng(1)
        scenes = [world.scene(rng) for _ in range(300)]
        sides = np.concatenate([np.sqrt((s['boxes'][:, 2] - s['boxes'][:, 0]) * (s['boxes'][:, 3] - s['boxes'][:, 1])) for s in scenes])
        hidden = np.concatenate([s['covered'] for s in scenes])
        self.assertGreater(np.quantile(sides, .01), .15)
        self.assertLess(sides.max(), .8)
        self.assertTrue(.25 < np.median(sides) < .42)
        self.assertGreater(np.mean(hidden < .12), .9)
        self.assertTrue(.12 < hidden.max() < .7)
        for s in scenes:
            self.assertEqual(len(s['attrs']), len(s['boxes']))
            self.assertEqual(set(s['part_of']), {-1})
            for i in range(len(s['attrs'])):
                ys, xs = np.nonzero(s['ids'] == i + 1)
                self.assertTrue(np.allclose(s['boxes'][i] * 128, (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)))
    def test_parts(self):
        """In the whole world a part lies in the box of its whole, in a colour of its own, and has its pixels to itself."""
        c = world_cut('whole')
        c.parts, c.things = 1.0, ['house', 'boat', 'car', 'bird']
        with unittest.mock.patch('world._atlas', lambda name: _Atlas(world_cut(name))):
            world, rng, seen = World(64, variants=1, c=c), np.random.default_rng(2), set()
        for _ in range(40):
            s = world.scene(rng)
            self.assertLessEqual(len(s['attrs']), c.slots)
            for i, whole in enumerate(s['part_of']):
                self.assertEqual(whole >= 0, s['attrs'][i][0] in PARTS)
                if whole >= 0:
                    (part, colour, _), (thing, under, _) = s['attrs'][i], s['attrs'][whole]
                    seen.add(part)
                    self.assertEqual(PARTS[part][0], thing)
                    self.assertNotEqual(colour, under)
                    a, b = s['boxes'][i], s['boxes'][whole]
                    self.assertTrue((a[:2] >= b[:2] - 1e-6).all() and (a[2:] <= b[2:] + 1e-6).all())
                    self.assertGreater((s['ids'] == i + 1).sum(), 0)
        self.assertEqual(seen, set(PARTS))
    def test_first_world(self):
        """The layouts of the first world are those that its model was measured on."""
        path = os.path.join(HERE, '..', 'starter', 'evaluation', 'layouts.json')
        with open(path) as f:
            known = json.load(f)
        if set(k['truth']['class'] for s in known['scenes'] for k in s['annos']) <= set(world_cut('first').classes):
            world, rng = World(128, seed=WORLD_SEED, c=world_cut('first')), np.random.default_rng(SEED)
            for k in known['scenes'][:12]:
                s = world.scene(rng)
                self.assertEqual(s['attrs'], [tuple(a['truth'][n] for n in ('class', 'colour', 'texture')) for a in k['annos']])
                self.assertTrue(all((rle_decode(a['mask']['counts'], a['mask']['size']) == (s['ids'] == i + 1)).all() for i, a in enumerate(k['annos'])))

class Steps(unittest.TestCase):
    def test_words_go_over(self):
        """Embeddings follow their words into another world; a word keeps its direction in the loss on words."""
        old, new = torch.randn(4, 3), torch.randn(5, 3) * 9
        out = carried(old, ['a', 'red', 'ball', 'end'], new, ['a', 'small', 'ball', 'red', 'end'])
        self.assertTrue(torch.equal(out[[0, 2, 3, 4]], old[[0, 2, 1, 3]]))
        self.assertTrue(torch.allclose(out[1], new[1] * old.std() / new.std()))
        with tempfile.TemporaryDirectory() as d:
            words = vocabulary(world_cut('first'))
            c = dict(STARTER, vocab_size=len(words))
            save_safetensors(d + '/x', {k: v for k, v in build(c).state_dict().items()}, {'config': json.dumps(c)})
            self.assertEqual(words_of(load_safetensors(d + '/x')[1], d + '/x'), words)
            nets = build(STARTER)
            first, was = first_weights(d + '/x', nets), load_safetensors(d + '/x')[0][EMBEDDING]
            nets.load_state_dict(first)
            for w in ('red', 'meadow', '<|endoftext|>'):
                self.assertTrue(torch.equal(first[EMBEDDING][VOCAB[w]], was[words.index(w)]))
        gen = torch.Generator().manual_seed(11)
        ball = torch.nn.functional.normalize(torch.randn(8, 96, generator=gen), dim=1)[0]
        self.assertTrue(torch.allclose(word_directions(96)[0][1][CLASSES.index('ball')], ball))
    def test_widened(self):
        """At first the widened decoder gives nearly the teacher's picture with every pixel doubled."""
        torch.manual_seed(0)
        teacher = AutoencoderKL(TEACHER).eval()
        z = torch.randn(1, 4, SIDE, SIDE)
        with torch.no_grad():
            small, large = teacher.decode(z), widen(teacher, STARTER).eval().decode(z)
        self.assertEqual(tuple(large.shape), (1, 3, CUT.side, CUT.side))
        inner = torch.nn.functional.interpolate(small, scale_factor=2.0)
        self.assertGreater(float(torch.corrcoef(torch.stack([inner.flatten(), large.flatten()]))[0, 1]), .7)
    def test_safetensors(self):
        with tempfile.TemporaryDirectory() as d:
            t = dict(a=torch.randn(3, 2), b=torch.arange(4), c=torch.randn(2).half())
            save_safetensors(d + '/x', t, {'k': 'v'})
            r, meta = load_safetensors(d + '/x')
            self.assertEqual(meta, {'k': 'v'})
            self.assertTrue(all(torch.equal(r[k], t[k]) for k in t))
    def test_recogniser(self):
        o = Recogniser()(cut(np.zeros((128, 96, 3), np.uint8), (.1, .2, .5, .9))[None])
        self.assertEqual([v.shape[1] for v in o], [len(CLASSES) + 1, len(COLOURS), len(TEXTURES)])
    def test_detector(self):
        """The map that a perfect detector would give reads back as the instances that it was made from."""
        world, rng = World(128), np.random.default_rng(5)
        scenes = [world.scene(rng) for _ in range(6)]
        pictures, ids, boxes, classes, _ = tensors_of(scenes, [s['image'] for s in scenes])
        with torch.no_grad():
            out, place, features = Detector()(pictures.float() / 127.5 - 1)
        heat, _, sides, thing, way = targets(ids.long(), boxes, classes)
        fine = torch.nn.functional.pixel_unshuffle(torch.cat([thing[:, None] - .5, way], 1), 2)
        maps = torch.cat([torch.logit(heat.clamp(1e-4, 1 - 1e-4)), sides, fine], 1)
        self.assertEqual(maps.shape, out.shape)
        self.assertEqual((tuple(place.shape), tuple(features.shape)), ((6, len(BACKGROUNDS)), (6, 96)))
        found = []
        for s, m in zip(scenes, maps):
            peaks = [p for p in decode(m) if max(p['scores'].values()) > .99]
            for i, (at, box) in enumerate(zip(s['attrs'], s['boxes'] * 128)):
                near, truth = max(peaks, key=lambda p: share(p['box'], box)), s['ids'] == i + 1
                found.append(at[0] in near['scores'] and share(near['box'], box) > .98
                             and (near['mask'] & truth).sum() / (near['mask'] | truth).sum() > .8)
        self.assertGreater(np.mean(found), .9)
    def test_batch(self):
        ae = AutoencoderKL(STARTER).eval()
        pool, rng = Pool(STARTER, World(), ae, np.random.default_rng(0), 6), np.random.default_rng(1)
        pool.grow(6)
        z, caps, g, boxes = training_batch(pool, rng, 12, STARTER)
        self.assertEqual(tuple(z.shape), (12, 4, SIDE, SIDE))
        self.assertEqual(tuple(caps.shape), (12, STARTER['max_length']))
        self.assertEqual(tuple(boxes.shape), (12, 1, SIDE, SIDE))
        nets = build(STARTER)
        with torch.no_grad():
            objs = tokens_of(nets, g, 'cpu')
            eps = nets['model'](z, torch.full((12,), 500), nets['text_encoder'](caps)[0], objs)
        self.assertEqual(tuple(eps.shape), (12, 4, SIDE, SIDE))
    def test_grounding(self):
        """Each filled slot holds one instance of the scene: its box, its mask, its caption and its attributes belong together."""
        rng, c = np.random.default_rng(4), dict(STARTER, seg_size=64)
        scenes = [held_scenes(1, seed)[0] for seed in (3, 4, 5)]
        rows = [as_row(s, rng, c, 0) for s in scenes]
        g = grounding(stacked(rows), np.arange(3), c, rng, np.ones((3, 4)), plain=True)
        step = CUT.side // 64
        for b, s in enumerate(scenes):
            self.assertEqual(int(g['masks'][b].sum()), len(s['attrs']))
            seen = set()
            for j in range(len(s['attrs'])):
                i = min(range(len(s['attrs'])), key=lambda i: np.abs(s['boxes'][i] - g['boxes'][b, j].numpy()).sum())
                seen.add(i)
                self.assertTrue(np.array_equal(g['segs'][b, j].numpy() > 0, s['ids'][::step, ::step] == i + 1))
                self.assertTrue(np.array_equal(g['owner'][b].numpy() == j + 1, s['ids'][::step, ::step] == i + 1))
                self.assertEqual(g['ids'][g['index'][b, j]].tolist(), encode(instance_caption(s['attrs'][i]), SHORT))
                self.assertEqual(g['attrs'][b, j].tolist(), [k.index(v) for k, v in zip(ATTRIBUTES, s['attrs'][i])])
            self.assertEqual(seen, set(range(len(s['attrs']))))
            self.assertEqual(float(g['segs'][b, len(s['attrs']):].sum()), 0)
    def test_dense(self):
        """What a GPU computes without waiting for the number of places is what a processor computes for the rows that have some."""
        torch.manual_seed(3)
        nets, gen = build(STARTER), np.random.default_rng(8)
        net, rows = nets['model'].position_net, stacked([as_row(s, gen, STARTER, 1) for s in held_scenes(4)])
        for p in net.parameters():
            p.data += .02 * torch.randn_like(p)                        # the null vectors start as zeros
        g = grounding(rows, np.arange(4), STARTER, gen, choose_formats(gen, STARTER['max_objs'], 4))
        with torch.no_grad():
            one, net.dense = tokens_of(nets, g, 'cpu'), True
            self.assertLess(float((tokens_of(nets, g, 'cpu') - one).abs().max()), 1e-4)
    def test_ring(self):
        """New rows lie over the oldest ones."""
        ring = Ring(5)
        for k in range(4):
            ring.add(dict(a=np.arange(3 * k, 3 * k + 3)))
        self.assertEqual((sorted(ring.data['a'].tolist()), ring.count), (list(range(7, 12)), 5))
    def test_drawers(self):
        """Processes draw scenes of their own, as many as are taken."""
        world = World(32, variants=1)
        d = Drawers(world, 2, 7, lambda s, rng: dict(image=smaller(s['image'], 2), n=np.array(len(s['attrs']))), chunk=3)
        rows = [d() for _ in range(4)]
        self.assertEqual([r['image'].shape for r in rows], [(3, 16, 16, 3)] * 4)
        self.assertEqual(len({r['image'].tobytes() for r in rows}), 4)
        d.stop()
    def test_smoke(self):
        """Two processes train for a few steps, save, and go on."""
        with tempfile.TemporaryDirectory() as d:
            save_safetensors(d + '/teacher.safetensors', AutoencoderKL(TEACHER).state_dict(), {'config': json.dumps(TEACHER)})
            for want in (1, 2):
                r = subprocess.run([sys.executable, 'train.py', '--out', d, '--autoencoder', d + '/teacher.safetensors', '--minutes', '0.05',
                                    '--plan', '1', '--batch', '2', '--pool', '16', '--first', '8', '--every', '1'], cwd=HERE, capture_output=True, text=True)
                self.assertEqual(r.returncode, 0, r.stderr)
                self.assertEqual(r.stdout.count('"event": "start"'), 1)
            meta = load_safetensors(d + '/ema.safetensors')[1]
            self.assertEqual(words_of(meta), vocabulary())

class Student(unittest.TestCase):
    def test_steps(self):
        """Each step of the student ends where every second one of the teacher does."""
        for n in (4, 5, 10):
            self.assertEqual(ddim_steps(n), ddim_steps(2 * n)[1::2])
    def test_target(self):
        """With the noise that the teacher's way implies, the student's step ends at its target."""
        x, y, a, b = torch.randn(2, 4, 4, 4), torch.randn(2, 4, 4, 4), torch.tensor(.1), torch.tensor(.4)
        e = (y - (b / a).sqrt() * x) / ((1 - b).sqrt() - (b * (1 - a) / a).sqrt())
        self.assertLess(float((ddim(x, e, a, b) - y).abs().max()), 1e-4)
    def test_learn(self):
        """A loss for each step, that learning makes smaller."""
        torch.manual_seed(0)
        nets, a_bar, ts = build(STARTER), alphas_cumprod().float(), ddim_steps(2)
        batch = Batch(STARTER, nets.eval(), World(STARTER['image_size']), np.random.default_rng(3),
                      SimpleNamespace(batch=2, steps=2, guidance=1.7, device='cpu'), 0)
        self.assertEqual(tuple(batch.path.shape), (3, 2, 4, 16, 16))
        levels = [(t, a_bar[t], a_bar[n]) for t, n in zip(ts, [*ts[1:], 0])]
        opt, rounds = torch.optim.Adam(nets['model'].parameters(), 1e-4), []
        for _ in range(4):
            rounds.append([])
            for loss in learn(nets, batch, levels, .5, np.random.default_rng(0), 'cpu'):
                opt.zero_grad()
                loss.backward()
                opt.step()
                rounds[-1].append(float(loss))
        self.assertEqual([len(r) for r in rounds], [2] * 4)
        self.assertLess(sum(rounds[-1]), sum(rounds[0]))

class Polish(unittest.TestCase):
    def test_trust(self):
        """Pixels count wholly where latents came back as they were, and ever less the further they went astray."""
        z = torch.zeros(1, 4, 2, 2)
        far = z.clone()
        far[..., 0, 0], far[..., 0, 1] = .5, 2.0
        w = trust(far, z)[0, 0]
        self.assertEqual(w[1].tolist(), [1.0, 1.0])
        self.assertTrue(0 < float(w[0, 1]) < float(w[0, 0]) < 1)
    def test_held_to(self):
        """The same picture costs nothing; nor does a difference where no pixel is trusted."""
        x = torch.rand(1, 3, 32, 32) * 2 - 1
        y = x.clone()
        y[..., :4, :4] += .5
        w = torch.ones(1, 1, 4, 4)
        self.assertEqual(float(held_to(x, x, w)), 0)
        self.assertGreater(float(held_to(y, x, w)), 0)
        w[..., :2, :2] = 0
        self.assertEqual(float(held_to(y, x, w)), 0)
    def test_adversary(self):
        """A word for each patch of 8 px, and features that differ as pictures do."""
        net, x = Adversary(), torch.rand(2, 3, 32, 32) * 2 - 1
        word, seen = net(x)
        self.assertEqual([tuple(v.shape) for v in (word, *seen)], [(2, 1, 4, 4), (2, 32, 16, 16), (2, 64, 8, 8), (2, 96, 4, 4), (2, 96, 4, 4)])
        near, far, w = net(x + .01)[1], net(-x)[1], torch.ones(2, 1, 4, 4)
        self.assertLess(float(seen_alike(near, seen, w)), float(seen_alike(far, seen, w)))
    def test_steepness(self):
        """A soft edge is less steep than a hard one."""
        hard = torch.cat([-torch.ones(1, 3, 64, 32), torch.ones(1, 3, 64, 32)], 3)
        soft = torch.nn.functional.avg_pool2d(hard, (1, 5), 1, (0, 2), count_include_pad=False)
        self.assertLess(steepness(soft), .8 * steepness(hard))
    def test_start_from_latents(self):
        """With all steps but the last left out, almost no noise is put on the latents, and little comes of it."""
        torch.manual_seed(0)
        nets, z = build(STARTER).eval(), torch.randn(1, 4, SIDE, SIDE)
        made = sample(STARTER, nets, ['a red ball'], null_grounding(STARTER, 1), steps=10, method='ddim', latents=z, skip=9)
        self.assertLess(float((made - z).abs().max()), .3)

if __name__ == '__main__':
    unittest.main()

"""Makes an autoencoder of twice the picture size out of a trained one, in the same latents, so that a UNet stays valid.

The teacher's levels become the lower levels of the student, the new outer level starts as nearest doubling (and as halving
in the encoder). The decoder learns the sharp picture from the teacher's latents of the halved picture, with some noise on
them; the encoder learns to give those latents for the full picture.

python3 widen_autoencoder.py --teacher run/teacher.safetensors --out run --minutes 30      (run it again to go on)

minutes: of processor time (on CUDA: of time); noise: largest deviation of the noise on unit latents; encode_every: one step in so many trains the encoder.
"""
import json
import os
import signal
import time
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from common import Ema, logger, options, rate, save_safetensors, sheet, to_uint8
from data import shrink
from model import STARTER, AutoencoderKL, load_autoencoder
from train_autoencoder import Stock, half, picture_loss, pictures, psnr, swift
from world import CUT, World

def widen(teacher, c):
    """-> student with the teacher's weights in its inner levels; at first it decodes to the teacher's picture, doubled."""
    ae, t = AutoencoderKL(c), teacher.state_dict()
    s = ae.state_dict()

    for k in s:
        old = k
        for side in ('encoder.down.', 'decoder.up.'):
            if k.startswith(side):
                level = int(k[len(side):].split('.')[0])
                old = None if level == 0 else f'{side}{level - 1}' + k[len(f'{side}{level}'):]
        if old in t:
            s[k] = t[old].clone()
    eye = torch.eye(s['decoder.up.1.upsample.conv.weight'].shape[0])
    for k in s:
        if k.startswith(('decoder.up.0.', 'encoder.down.0.')) and '.conv2.' in k:
            s[k].zero_()
    up, down = s['decoder.up.1.upsample.conv.weight'].zero_(), s['encoder.down.0.downsample.conv.weight'].zero_()
    up[:, :, 1, 1] = eye
    down[:, :, :2, :2] = eye[:, :, None, None] / 4
    s['decoder.up.1.upsample.conv.bias'].zero_()
    s['encoder.down.0.downsample.conv.bias'].zero_()
    ae.load_state_dict(s)
    return ae

def soften(z, rng, most):
    """Latents with noise of a random strength, one batch in three a little softer: what a UNet may give."""
    if rng.random() < .33:
        soft = F.avg_pool2d(F.pad(z, (1, 1, 1, 1), mode='replicate'), 3, 1)
        z = z + (soft - z) * float(rng.uniform(0, .35))
    return z + float(rng.uniform(0, most)) * torch.randn_like(z)

def main(a):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(int(time.time()))
    c, dev, cuda = STARTER, torch.device(a.device), a.device.startswith('cuda')
    world = World(c['image_size'])
    stock = Stock(world, a.draw_procs, 1, a.stock, dev) if cuda else None
    held = pictures(World(c['image_size'], CUT.held, seed=7), np.random.default_rng(5), 32)[0].to(dev)
    if cuda:
        swift()
        stock.fill(a.stock // 4)
    teacher = load_autoencoder(a.teacher, c['factor']).to(dev)
    path = f'{a.out}/autoencoder.safetensors'
    ae = (load_autoencoder(path, c['factor']) if os.path.exists(path) else widen(teacher, c)).to(dev).train()
    parts = [list(ae.decoder.parameters()) + list(ae.post_quant_conv.parameters()),
             list(ae.encoder.parameters()) + list(ae.quant_conv.parameters())]
    opts = [torch.optim.Adam(p, a.lr, betas=(.9, .99), foreach=True) for p in parts]
    emas = [Ema(p, .998) for p in parts]
    log, rng = logger(f'{a.out}/widen.log', 0), np.random.default_rng(int(time.time()))
    clock = time.time if cuda else time.process_time
    start, step, acc, last, told = clock(), 0, [], time.time(), []
    signal.signal(signal.SIGTERM, lambda *_: told.append(1))
    def save():
        for e in emas:
            e.swap()
        with torch.no_grad():
            want = torch.cat([teacher.encode(v) for v in shrink(held, teacher.times).split(8)])
            got = torch.cat([ae.encode(v) for v in held.split(8)])
            figures = {}
            for name, z in (('teacher_latents', want), ('own_latents', got), ('noise_01', want + .1 * torch.randn_like(want))):
                y = torch.cat([ae.decode(v) for v in z.split(8)])
                figures[name] = psnr(y, held)
                if name == 'teacher_latents':
                    Image.fromarray(sheet([np.concatenate(p) for p in zip(to_uint8(held), to_uint8(y))][:16], 8)).save(f'{a.out}/autoencoder.png')
        log(event='held', step=step, minutes=(clock() - start) / 60, psnr=figures, latent_error=float((got - want).pow(2).mean()))
        save_safetensors(path, ae.state_dict(), {'config': json.dumps(c)})
        for e in emas:
            e.swap()
    while (frac := (clock() - start) / (a.minutes * 60)) < 1 and not told:
        enc = step % a.encode_every == 0
        if stock:
            stock.fill()
        x, w = pictures(world, rng, a.batch, stock)
        with half(cuda):
            with torch.no_grad():
                z = teacher.encode(shrink(x, teacher.times)).float()
            y = ae.encode(x) if enc else ae.decode(soften(z, rng, a.noise))
        if enc:
            loss = (y.float() - z).pow(2).mean()
        else:
            loss, l1 = picture_loss(y.float(), x, w)
            acc.append(torch.stack((l1, loss.detach())))
        opt = opts[int(enc)]
        for g in opt.param_groups:
            g['lr'] = rate(frac, a.lr)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        emas[int(enc)].update()
        step += 1
        if step % a.every == 0 and acc:
            m, acc = torch.stack(acc).mean(0), []
            log(step=step, minutes=(clock() - start) / 60, l1=float(m[0]), loss=float(m[1]))
        if time.time() - last > a.look * 60:
            last = time.time()
            save()
    save()

if __name__ == '__main__':
    a = options(__doc__, teacher='run/teacher.safetensors', out='run', minutes=30.0, batch=2, lr=1.5e-3, noise=0.15, every=100, look=4.0, encode_every=5,
                stock=8000, draw_procs=14)
    os.makedirs(a.out, exist_ok=True)
    main(a)

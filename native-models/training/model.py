"""Tiny InstanceDiffusion: the four networks under the published state-dict key names.

Every size is free, every name and formula is the published one, so an engine that takes sizes from
tensor shapes (plus the few values that shapes cannot tell: heads, norm groups) loads both files.
"""
import json
import math
from collections import OrderedDict
import torch
import torch.nn as nn
import torch.nn.functional as F
from common import load_safetensors
from world import CUT, SLOTS, VOCAB

# The sizes of the model that is trained, by the cut of the world: the one place that decides them.
STARTER = dict(
    image_size=CUT.side, factor=8, z_channels=4, scale_factor=0.18215,
    groups=8,                                   # GroupNorm groups (32 in the published model)
    ae_ch=16, ae_mult=[1, 1, 2, 4], ae_res=1,
    model_channels=48, channel_mult=[1, 2, 2], num_res_blocks=1, attention_resolutions=[2, 4], num_heads=4,
    context_dim=96, text_layers=2, text_heads=4, max_length=40, vocab_size=len(VOCAB),
    mid_dim=96, max_objs=SLOTS, n_scribble=20, n_polygon=256, freqs=16,
    convnext_dims=[8, 16, 24, 32], convnext_depths=[1, 1, 1, 1], seg_size=128, alpha_init=1.0)
if CUT.name == 'whole':                         # 256 px for a GPU: 36.4 MB as float16
    STARTER.update(ae_ch=32, model_channels=64, channel_mult=[1, 2, 2, 2], attention_resolutions=[2, 4, 8], context_dim=128, text_layers=3,
                   max_length=64, mid_dim=128)

def timestep_embedding(t, dim):
    """t [B] -> [B, dim]: cosines, then sines."""
    half = dim // 2
    a = t.float()[:, None] * torch.exp(-math.log(10000.0) * torch.arange(half, dtype=torch.float32, device=t.device) / half)
    return torch.cat([a.cos(), a.sin()], -1)

def attend(q, k, v, heads, mask=None):
    """q [B,N,C], k and v [B,M,C] -> [B,N,C]; mask [N,M] is added to the scores."""
    B, N, C = q.shape
    q, k, v = (x.reshape(B, -1, heads, C // heads).transpose(1, 2) for x in (q, k, v))
    mask = mask if mask is None else mask.to(q.dtype)
    if hasattr(F, 'scaled_dot_product_attention'):
        o = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    else:
        s = torch.matmul(q * (C // heads) ** -0.5, k.transpose(-1, -2))
        o = torch.matmul((s if mask is None else s + mask).softmax(-1), v)
    return o.transpose(1, 2).reshape(B, N, C)

class ClipLayer(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.layer_norm1, self.layer_norm2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.self_attn = nn.ModuleDict({k: nn.Linear(d, d) for k in ('k_proj', 'v_proj', 'q_proj', 'out_proj')})
        self.mlp = nn.ModuleDict({'fc1': nn.Linear(d, 4 * d), 'fc2': nn.Linear(4 * d, d)})
    def forward(self, x, mask):
        h, a = self.layer_norm1(x), self.self_attn
        x = x + a['out_proj'](attend(a['q_proj'](h), a['k_proj'](h), a['v_proj'](h), self.heads, mask))
        h = self.mlp['fc1'](self.layer_norm2(x))
        return x + self.mlp['fc2'](h * torch.sigmoid(1.702 * h))

class TextEncoder(nn.Module):
    """ids [B,L] -> (hidden [B,L,D] after the last norm, pooled [B,D] taken at the end-of-text token)."""
    def __init__(self, c):
        super().__init__()
        d = c['context_dim']
        tm = nn.Module()
        tm.embeddings = nn.ModuleDict({'token_embedding': nn.Embedding(c['vocab_size'], d),
                                       'position_embedding': nn.Embedding(c['max_length'], d)})
        tm.embeddings.register_buffer('position_ids', torch.arange(c['max_length'])[None])
        tm.encoder = nn.Module()
        tm.encoder.layers = nn.ModuleList([ClipLayer(d, c['text_heads']) for _ in range(c['text_layers'])])
        tm.final_layer_norm = nn.LayerNorm(d)
        self.transformer = nn.Module()
        self.transformer.text_model = tm
        nn.init.normal_(tm.embeddings['token_embedding'].weight, std=0.5)
        nn.init.normal_(tm.embeddings['position_embedding'].weight, std=0.1)
    def forward(self, ids):
        tm = self.transformer.text_model
        L = ids.shape[1]
        x = tm.embeddings['token_embedding'](ids) + tm.embeddings['position_embedding'].weight[:L]
        mask = torch.full((L, L), float('-inf'), device=ids.device).triu(1).to(x.dtype)
        for layer in tm.encoder.layers:
            x = layer(x, mask)
        x = tm.final_layer_norm(x)
        eos = (ids == ids.max()).int().argmax(-1)        # first end token (it has the largest id; padding repeats it)
        return x, x[torch.arange(len(ids), device=ids.device), eos]

class ChannelNorm(nn.LayerNorm):
    """LayerNorm over channels of [B,C,H,W]."""
    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)

class NextBlock(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.gamma = nn.Parameter(torch.full((d,), 0.5))     # published start is 1e-6: too slow from scratch
        self.dwconv = nn.Conv2d(d, d, 7, padding=3, groups=d)
        self.norm = nn.LayerNorm(d, eps=1e-6)
        self.pwconv1, self.pwconv2 = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)
    def forward(self, x):
        h = self.norm(self.dwconv(x).permute(0, 2, 3, 1))
        return x + (self.gamma * self.pwconv2(F.gelu(self.pwconv1(h)))).permute(0, 3, 1, 2)

class ConvNext(nn.Module):
    """[B,3,S,S] -> [B,dims[-1],S/32,S/32]."""
    def __init__(self, dims, depths):
        super().__init__()
        down = [nn.Sequential(nn.Conv2d(3, dims[0], 4, 4), ChannelNorm(dims[0], eps=1e-6))]
        down += [nn.Sequential(ChannelNorm(dims[i], eps=1e-6), nn.Conv2d(dims[i], dims[i + 1], 2, 2)) for i in range(3)]
        self.downsample_layers = nn.ModuleList(down)
        self.stages = nn.ModuleList([nn.Sequential(*[NextBlock(d) for _ in range(n)]) for d, n in zip(dims, depths)])
    def forward(self, x):
        for d, s in zip(self.downsample_layers, self.stages):
            x = s(d(x))
        return x

def fourier(x, n):
    """x [R,K] -> [R,2nK]: for each of n frequencies 100^(i/n): sin(f x), cos(f x)."""
    a = x[:, None, :] * (100.0 ** (torch.arange(n, device=x.device, dtype=x.dtype) / n))[:, None]
    return torch.stack([a.sin(), a.cos()], 2).flatten(1)

class UniFusion(nn.Module):
    """Instance captions [B,N,D] and locations -> grounding tokens [B, 4N + T, D].
    Token order: N box, N point, N scribble, N polygon tokens, then T tokens of the mask backbone.
    `use` [B,N,4] (box, point, scribble, mask) says which formats an instance keeps; a dropped format and an empty slot
    get the learnt null vector. The published code drops a format for a whole picture only and feeds zeros where single instances lack it.
    """
    def __init__(self, c):
        super().__init__()
        d, n, m = c['context_dim'], c['freqs'], c['mid_dim']
        self.c, self.n, self.dense = c, n, False                         # dense: see locate
        self.dims = dict(position=8 * n, point=4 * n, scribble=4 * n * c['n_scribble'], polygon=4 * n * c['n_polygon'])
        self.num_tokens, self.seg_dim = (c['seg_size'] // 64) ** 2, 4 * c['convnext_dims'][-1]
        self.in_conv = nn.Conv2d(c['max_objs'], 3, 3, 1, 1)
        self.convnext_tiny_backbone = ConvNext(c['convnext_dims'], c['convnext_depths'])
        self.pos_embedding = nn.Parameter(torch.randn(1, self.num_tokens, self.seg_dim) * 0.02)
        ins = [d + k for k in self.dims.values()] + [self.seg_dim]
        self.linears_list = nn.ModuleList([nn.Sequential(nn.Linear(i, m), nn.SiLU(), nn.Linear(m, m), nn.SiLU(),
                                                         nn.Linear(m, d)) for i in ins])
        self.null_positive_feature = nn.Parameter(torch.zeros(d))
        for k, v in self.dims.items():
            setattr(self, f'null_{k}_feature', nn.Parameter(torch.zeros(v)))
        self.null_seg_feature = nn.Parameter(torch.zeros(self.seg_dim))
        for lin, k in zip(self.linears_list, self.dims.values()):      # Fourier inputs have power K/2, not K
            nn.init.normal_(lin[0].weight[:, :d], std=0.7 * d ** -0.5)
            nn.init.normal_(lin[0].weight[:, d:], std=1.4 * k ** -0.5)
    def forward(self, text, masks, boxes, points, scribbles, polygons, segs, use):
        """text [B,N,D], masks [B,N], boxes [B,N,4], points [B,N,2], scribbles [B,N,40], polygons [B,N,512],
        segs [B,N,S,S] uint8 or float 0/1, use [B,N,4]."""
        B, N, D = text.shape
        m = masks[..., None]
        text = text * m + (1 - m) * self.null_positive_feature
        out = []
        for i, (k, loc) in enumerate(zip(self.dims, (boxes, points, scribbles, polygons))):
            first, rest = self.linears_list[i][0], self.linears_list[i][1:]
            h = F.linear(text, first.weight[:, :D], first.bias)
            w = first.weight[:, D:]
            null = F.linear(getattr(self, f'null_{k}_feature'), w)
            out.append(rest(h + self.locate(loc, (masks * use[..., i]) > 0.5, w, null)))
        has = (use[..., 3] > 0.5).any(1) & (segs.flatten(1).amax(1) > 0)
        feat = self.null_seg_feature.expand(B, self.num_tokens, -1)
        if self.dense:
            feat = torch.where(has[:, None, None], self.regions(segs, text.dtype), feat)
        elif bool(has.any()):
            f = self.regions(segs[has], text.dtype)
            feat = feat.to(f.dtype).masked_scatter(has[:, None, None], f)
        out.append(self.linears_list[4]((feat + self.pos_embedding).to(out[0].dtype)))
        return torch.cat(out, 1)
    def locate(self, loc, on, w, null):
        """Places [B,N,K] -> [B,N,M], `null` where on [B,N] is not. Only rows that have a place pay for it; on a GPU it is cheaper to pay for
        all of them (dense) than to wait for their number."""
        if self.dense:
            far = F.linear(fourier(loc.flatten(0, 1), self.n).to(w.dtype), w).view(*on.shape, -1)
            return torch.where(on[..., None], far, null.to(far.dtype))
        out = null.expand(*on.shape, -1)
        if not bool(on.any()):
            return out
        far = F.linear(fourier(loc[on], self.n).to(w.dtype), w)
        return out.to(far.dtype).masked_scatter(on[..., None], far)
    def regions(self, segs, dtype):
        """Masks [B,N,S,S] -> the backbone's features [B,T,seg_dim]."""
        s = F.interpolate(segs.to(dtype), self.c['seg_size'])
        return self.convnext_tiny_backbone(self.in_conv(s)).reshape(len(s), -1, self.num_tokens).transpose(1, 2)

class ResBlock(nn.Module):
    def __init__(self, cin, cout, emb, g):
        super().__init__()
        self.in_layers = nn.Sequential(nn.GroupNorm(g, cin), nn.SiLU(), nn.Conv2d(cin, cout, 3, padding=1))
        self.emb_layers = nn.Sequential(nn.SiLU(), nn.Linear(emb, cout))
        self.out_layers = nn.Sequential(nn.GroupNorm(g, cout), nn.SiLU(), nn.Identity(), nn.Conv2d(cout, cout, 3, padding=1))
        self.skip_connection = nn.Identity() if cin == cout else nn.Conv2d(cin, cout, 1)
        nn.init.zeros_(self.out_layers[3].weight)
    def forward(self, x, emb):
        h = self.in_layers(x) + self.emb_layers(emb)[:, :, None, None]
        return self.skip_connection(x) + self.out_layers(h)

class Attention(nn.Module):
    """Queries from x, keys and values from ctx; used for self and cross attention."""
    def __init__(self, d, ctx, heads):
        super().__init__()
        self.heads = heads
        self.to_q, self.to_k, self.to_v = (nn.Linear(i, d, bias=False) for i in (d, ctx, ctx))
        self.to_out = nn.Sequential(nn.Linear(d, d), nn.Identity())
    def forward(self, x, ctx):
        return self.to_out(attend(self.to_q(x), self.to_k(ctx), self.to_v(ctx), self.heads))

class FeedForward(nn.Module):
    def __init__(self, d):
        super().__init__()
        gate = nn.Module()
        gate.proj = nn.Linear(d, 8 * d)
        self.net = nn.ModuleList([gate, nn.Identity(), nn.Linear(4 * d, d)])
    def forward(self, x):
        a, g = self.net[0].proj(x).chunk(2, -1)
        return self.net[2](a * F.gelu(g))

class GatedFuser(nn.Module):
    """Visual tokens x [B,P,d] attend to themselves and the grounding tokens [B,M,D]; tanh-gated residuals."""
    def __init__(self, d, ctx, heads, alpha):
        super().__init__()
        self.linear = nn.Linear(ctx, d)
        self.attn, self.ff = Attention(d, d, heads), FeedForward(d)
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.alpha_attn, self.alpha_dense = nn.Parameter(torch.tensor(alpha)), nn.Parameter(torch.tensor(alpha))
        self.scale, self.probe = 1.0, None
    def forward(self, x, objs):
        h, P = self.norm1(torch.cat([x, self.linear(objs)], 1)), x.shape[1]
        if self.probe is not None:                                     # training only: what the first half of the heads look at
            H = self.attn.heads
            q, k = (f(v).reshape(len(h), -1, H, h.shape[2] // H)[:, :, :H // 2].transpose(1, 2)
                    for f, v in ((self.attn.to_q, h[:, :P]), (self.attn.to_k, h[:, P:])))
            self.probe.append(torch.matmul(q, k.transpose(-1, -2)) * q.shape[-1] ** -0.5)     # [B,H/2,P,M]
        # grounding tokens are only read, so their own query rows need not be computed
        x = x + self.scale * torch.tanh(self.alpha_attn) * self.attn(h[:, :P], h)
        return x + self.scale * torch.tanh(self.alpha_dense) * self.ff(self.norm2(x))

class Block(nn.Module):
    def __init__(self, d, ctx, heads, alpha):
        super().__init__()
        self.attn1, self.ff, self.attn2 = Attention(d, d, heads), FeedForward(d), Attention(d, ctx, heads)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(d) for _ in range(3))
        self.fuser = GatedFuser(d, ctx, heads, alpha)
    def forward(self, x, context, objs):
        h = self.norm1(x)
        x = x + self.attn1(h, h)
        if self.fuser.scale != 0:
            x = self.fuser(x, objs)
        x = x + self.attn2(self.norm2(x), context)
        return x + self.ff(self.norm3(x))

class SpatialTransformer(nn.Module):
    def __init__(self, d, ctx, heads, g, alpha):
        super().__init__()
        self.norm = nn.GroupNorm(g, d, eps=1e-6)
        self.proj_in, self.proj_out = nn.Conv2d(d, d, 1), nn.Conv2d(d, d, 1)
        self.transformer_blocks = nn.ModuleList([Block(d, ctx, heads, alpha)])
        nn.init.zeros_(self.proj_out.weight)
    def forward(self, x, context, objs):
        B, C, H, W = x.shape
        h = self.proj_in(self.norm(x)).flatten(2).transpose(1, 2)
        h = self.transformer_blocks[0](h, context, objs)
        return x + self.proj_out(h.transpose(1, 2).reshape(B, C, H, W))

class Resample(nn.Module):
    """Half size by a strided conv, or double size (nearest) and a conv. In the UNet the former is named `op`."""
    def __init__(self, d, up, name='conv', pad=1):
        super().__init__()
        self.up, self.name, self.pad = up, name, pad
        setattr(self, name, nn.Conv2d(d, d, 3, 1 if up else 2, pad))
    def forward(self, x):
        x = F.interpolate(x, scale_factor=2.0) if self.up else x if self.pad else F.pad(x, (0, 1, 0, 1))
        return getattr(self, self.name)(x)

def scale_low(x, s):
    """ScaleU on a skip [B,C,H,W]: the 2x2 lowest bins of the shifted spectrum are multiplied by s (no FFT needed)."""
    H, W = x.shape[-2:]
    ay, ax = (torch.arange(n, device=x.device)[:, None] * torch.tensor([-2 * math.pi / n, 0.0], device=x.device) for n in (H, W))
    a = (ay[:, None, :, None] + ax[None, :, None, :]).reshape(H * W, 4)    # phases of the bins -1 and 0 of both axes
    basis = torch.cat([a.cos(), a.sin()], 1).to(x.dtype)                # real part of the inverse transform
    f = x.flatten(2)
    low = torch.matmul(torch.matmul(f, basis), basis.t()) / (H * W)
    return (f + (s - 1) * low).reshape(x.shape)

class UNet(nn.Module):
    """eps model: x [B,z,h,w], t [B], context [B,L,D], objs [B,M,D] -> [B,z,h,w]."""
    def __init__(self, c):
        super().__init__()
        self.c = c
        mc, ctx, g, al = c['model_channels'], c['context_dim'], c['groups'], c['alpha_init']
        emb, heads, z = 4 * mc, c['num_heads'], c['z_channels']
        self.time_embed = nn.Sequential(nn.Linear(mc, emb), nn.SiLU(), nn.Linear(emb, emb))
        def layers(cin, cout, ds):
            r = [ResBlock(cin, cout, emb, g)]
            return r + ([SpatialTransformer(cout, ctx, heads, g, al)] if ds in c['attention_resolutions'] else [])
        self.input_blocks = nn.ModuleList([nn.ModuleList([nn.Conv2d(z, mc, 3, padding=1)])])
        chans, ch, ds, top = [mc], mc, 1, len(c['channel_mult']) - 1
        for lv, mult in enumerate(c['channel_mult']):
            for _ in range(c['num_res_blocks']):
                self.input_blocks.append(nn.ModuleList(layers(ch, mult * mc, ds)))
                ch = mult * mc
                chans.append(ch)
            if lv != top:
                self.input_blocks.append(nn.ModuleList([Resample(ch, False, 'op')]))
                chans.append(ch)
                ds *= 2
        self.middle_block = nn.ModuleList([ResBlock(ch, ch, emb, g), SpatialTransformer(ch, ctx, heads, g, al),
                                           ResBlock(ch, ch, emb, g)])
        self.output_blocks = nn.ModuleList()
        for lv in range(top, -1, -1):
            for i in range(c['num_res_blocks'] + 1):
                idx = len(self.output_blocks)
                self.register_parameter(f'scaleu_b_{idx}', nn.Parameter(torch.zeros(ch)))
                self.register_parameter(f'scaleu_s_{idx}', nn.Parameter(torch.zeros(1)))
                r = layers(ch + chans.pop(), c['channel_mult'][lv] * mc, ds)
                ch = c['channel_mult'][lv] * mc
                if lv and i == c['num_res_blocks']:
                    r.append(Resample(ch, True))
                    ds //= 2
                self.output_blocks.append(nn.ModuleList(r))
        self.out = nn.Sequential(nn.GroupNorm(g, ch), nn.SiLU(), nn.Conv2d(mc, z, 3, padding=1))
        nn.init.zeros_(self.out[2].weight)
        self.position_net = UniFusion(c)
    def run(self, block, h, emb, context, objs):
        for m in block:
            h = m(h, emb) if isinstance(m, ResBlock) else m(h, context, objs) if isinstance(m, SpatialTransformer) else m(h)
        return h
    def forward(self, x, t, context, objs):
        emb = self.time_embed(timestep_embedding(t, self.c['model_channels']).to(x.dtype))
        h, skips = x, []
        for b in self.input_blocks:
            h = self.run(b, h, emb, context, objs)
            skips.append(h)
        h = self.run(self.middle_block, h, emb, context, objs)
        for i, b in enumerate(self.output_blocks):
            gain = torch.tanh(getattr(self, f'scaleu_b_{i}')) + 1
            s = torch.tanh(getattr(self, f'scaleu_s_{i}')) + 1
            h = torch.cat([h * gain[:, None, None], scale_low(skips.pop(), s)], 1)
            h = self.run(b, h, emb, context, objs)
        return self.out(h)

class AeRes(nn.Module):
    def __init__(self, cin, cout, g):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(g, cin, eps=1e-6), nn.Conv2d(cin, cout, 3, padding=1)
        self.norm2, self.conv2 = nn.GroupNorm(g, cout, eps=1e-6), nn.Conv2d(cout, cout, 3, padding=1)
        if cin != cout:
            self.nin_shortcut = nn.Conv2d(cin, cout, 1)
    def forward(self, x):
        h = self.conv2(F.silu(self.norm2(self.conv1(F.silu(self.norm1(x))))))
        return h + (self.nin_shortcut(x) if hasattr(self, 'nin_shortcut') else x)

class AeAttn(nn.Module):
    def __init__(self, d, g):
        super().__init__()
        self.norm = nn.GroupNorm(g, d, eps=1e-6)
        self.q, self.k, self.v, self.proj_out = (nn.Conv2d(d, d, 1) for _ in range(4))
    def forward(self, x):
        h = self.norm(x)
        q, k, v = (f(h).flatten(2).transpose(1, 2) for f in (self.q, self.k, self.v))
        return x + self.proj_out(attend(q, k, v, 1).transpose(1, 2).reshape(x.shape))

class Coder(nn.Module):
    """Encoder [B,3,H,W] -> [B,2z,H/f,W/f] or decoder [B,z,h,w] -> [B,3,fh,fw]."""
    def __init__(self, c, decoder):
        super().__init__()
        ch, mult, g, z, top = c['ae_ch'], c['ae_mult'], c['groups'], c['z_channels'], len(c['ae_mult']) - 1
        self.decoder, w = decoder, ch * mult[-1]
        d = w if decoder else ch
        self.conv_in = nn.Conv2d(z if decoder else 3, d, 3, padding=1)
        levels = [None] * (top + 1)
        for lv in (range(top, -1, -1) if decoder else range(top + 1)):
            ins = [d] + [ch * mult[lv]] * (c['ae_res'] - (0 if decoder else 1))
            d = ch * mult[lv]
            parts = dict(block=nn.Sequential(*[AeRes(i, d, g) for i in ins]))
            if decoder and lv:
                parts['upsample'] = Resample(d, True)
            elif not decoder and lv != top:
                parts['downsample'] = Resample(d, False, pad=0)
            levels[lv] = nn.Sequential(OrderedDict(parts))
        setattr(self, 'up' if decoder else 'down', nn.ModuleList(levels))
        self.mid = nn.Sequential(OrderedDict(block_1=AeRes(w, w, g), attn_1=AeAttn(w, g), block_2=AeRes(w, w, g)))
        self.norm_out, self.conv_out = nn.GroupNorm(g, d, eps=1e-6), nn.Conv2d(d, 3 if decoder else 2 * z, 3, padding=1)
    def forward(self, x):
        h = self.conv_in(x)
        for part in ([self.mid, *reversed(self.up)] if self.decoder else [*self.down, self.mid]):
            h = part(h)
        return self.conv_out(F.silu(self.norm_out(h)))

class AutoencoderKL(nn.Module):
    """Pictures in [-1,1] [B,3,H,W] <-> scaled latents [B,z,H/f,W/f]."""
    def __init__(self, c):
        super().__init__()
        z = c['z_channels']
        self.scale_factor, self.times = c['scale_factor'], 1
        self.encoder, self.decoder = Coder(c, False), Coder(c, True)
        self.quant_conv, self.post_quant_conv = nn.Conv2d(2 * z, 2 * z, 1), nn.Conv2d(z, z, 1)
        nn.init.zeros_(self.quant_conv.weight[z:].data)                # start with little noise: far faster
        nn.init.constant_(self.quant_conv.bias.data[z:], -5.0)
    def moments(self, x):
        mean, logvar = self.quant_conv(self.encoder(x)).chunk(2, 1)
        return mean, logvar.clamp(-30, 20)
    def encode(self, x):
        return self.moments(x)[0] * self.scale_factor
    def decode(self, z):
        return self.decoder(self.post_quant_conv(z / self.scale_factor))

def load_autoencoder(path, factor):
    """An autoencoder from its own file or from an exported one. `times` says how many times smaller than the picture
    its input must be to give latents of the wanted factor (a teacher of factor 4 serves a model of factor 8: 2)."""
    t, meta = load_safetensors(path)
    c = json.loads(meta['config'])
    if any(k.startswith('autoencoder.') for k in t):
        t = {k[12:]: v for k, v in t.items() if k.startswith('autoencoder.')}
    ae = AutoencoderKL(c)
    ae.load_state_dict({k: v.float() for k, v in t.items()})
    ae.times = factor // c['factor']
    return ae.eval()

def alphas_cumprod(dtype=torch.float64):
    """[1000] of the published schedule (square root linear from 0.00085 to 0.012)."""
    betas = torch.linspace(0.00085 ** 0.5, 0.012 ** 0.5, 1000, dtype=torch.float64) ** 2
    return torch.cumprod(1 - betas, 0).to(dtype)

def build(c):
    """The three trainable groups, by their published group name."""
    return nn.ModuleDict({'model': UNet(c), 'text_encoder': TextEncoder(c), 'autoencoder': AutoencoderKL(c)})

def published_keys(c):
    """{group.key: shape} at the sizes of c; with the published sizes this is the published file's list of keys."""
    return {k: tuple(v.shape) for k, v in build(c).state_dict().items()}

TEACHER = dict(STARTER, image_size=64, factor=4, ae_mult=[1, 2, 4])       # the autoencoder that is trained first

PUBLISHED = dict(
    image_size=512, factor=8, z_channels=4, scale_factor=0.18215, groups=32, ae_ch=128, ae_mult=[1, 2, 4, 4], ae_res=2,
    model_channels=320, channel_mult=[1, 2, 4, 4], num_res_blocks=2, attention_resolutions=[1, 2, 4], num_heads=8,
    context_dim=768, text_layers=12, text_heads=12, max_length=77, vocab_size=49408, mid_dim=3072, max_objs=30,
    n_scribble=20, n_polygon=256, freqs=16, convnext_dims=[96, 192, 384, 768], convnext_depths=[3, 3, 9, 3], seg_size=512,
    alpha_init=0.0)

if __name__ == '__main__':                                           # list of keys; with an argument: at the published sizes
    import sys
    keys = published_keys(PUBLISHED if sys.argv[1:] else STARTER)
    print(*(f'{k} {list(s)}' for k, s in keys.items()), sep='\n')
    print(len(keys), 'tensors,', sum(math.prod(s) for s in keys.values()) / 1e6, 'M values')

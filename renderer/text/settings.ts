/** What each setting of a round does, in one line. */

export const settingHints = {
  seed: 'The noise that a picture begins from. The same seed and settings give the same picture again.',
  lockSeed: 'While it is kept, also a round that changes nothing begins from it.',
  steps: 'How often the picture is refined. More take longer, and each changes less than the one before.',
  guidance: 'How strictly the words are followed.',
  variants: 'How many pictures one Generate draws, each with a seed of its own.',
  placement: 'How firmly places are held: the share of the steps that know them.',
  tracks: 'The share of the steps in which each thing is also drawn alone.',
  sampler: 'The way from noise to picture. PLMS and DDIM are those of the paper; the others need fewer steps.',
  merge: 'What a thing that was drawn alone brings to the picture: its own place, or all of it as published.',
  rule: 'How places become what the model is told: as Diorama does, as the paper means it, or as its code does.',
  model: 'What draws the picture.',
  device: 'Which part of this computer draws it.',
} as const

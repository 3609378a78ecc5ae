import { sceneOf, instance } from './scene.helper.ts'
import { compileConditions } from '../conditions/compile.ts'
import { publishedLimits } from '../conditions/conditions.ts'
const side = 4096
const ring = Array.from({ length: 4096 }, (_, i) => ({ x: (i * 997) % side, y: (i * 1999) % side }))
const scene = { ...sceneOf(...Array.from({ length: 30 }, (_, i) => instance(`${i}`, { polygon: [ring] }))), width: side, height: side }
console.time('c'); const c=compileConditions(scene, { rule: 'diorama', limits: publishedLimits, seed: 1 }); console.timeEnd('c')
console.log(process.resourceUsage().maxRSS/1024, c.warnings.length)

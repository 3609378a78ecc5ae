import { spawn } from 'node:child_process'
import { chromium } from 'playwright'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--disable-quic', '--no-first-run'] })
for (let i = 0; i < 4; i++) {
  const t = performance.now()
  const c = spawn(process.execPath, ['app/hosts/cli/main.ts', 'serve', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const text = await new Promise<string>((r) => c.stdout.once('data', (d) => r(String(d))))
  const ready = performance.now() - t
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(JSON.parse(text).url)
  const main = performance.now() - t
  await page.waitForSelector('text=New project')
  console.log('ready', Math.round(ready), 'loaded', Math.round(main), 'start screen', Math.round(performance.now() - t))
  await page.close()
  c.kill('SIGTERM')
  await new Promise((r) => c.on('exit', r))
}
await browser.close()

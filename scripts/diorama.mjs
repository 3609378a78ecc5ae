#!/usr/bin/env node
/** The `diorama` command: the command line on a Node that can run it. */
process.argv.splice(2, 0, 'app/hosts/cli/main.ts')
await import('./with-node.mjs')

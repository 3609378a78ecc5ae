/** The name of a run: equal runs have equal digests. */
import { createHash } from 'node:crypto'
import { canonicalJson, type Run } from '../contract/run.ts'

/** SHA-256 of the run's canonical JSON, in hexadecimal. */
export function runDigest(run: Run): string {
  return createHash('sha256').update(canonicalJson(run)).digest('hex')
}

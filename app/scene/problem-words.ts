/** What is wrong with a value, in our own words: each reads on from the value's path, as in "caption must be text". */
import type { z } from 'zod'

export function problemWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
    case 'invalid_union':
      // A refinement of ours reads on from the path already.
      return issue.message
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'is missing' : `must be ${kindOf(issue.expected)}`
    case 'too_small':
      return `must be ${limit('at least', issue.origin, issue.minimum, issue.inclusive)}`
    case 'too_big':
      return `must be ${limit('at most', issue.origin, issue.maximum, issue.inclusive)}`
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value) ?? String(value)).join(' or ')}`
    case 'unrecognized_keys':
      return `has ${issue.keys.map((key) => `"${key}"`).join(', ')}, which does not belong there`
    default:
      return 'cannot be used as it is'
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  nan: 'a number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
}

function kindOf(expected: string): string {
  return kinds[expected] ?? 'of another kind'
}

const parts: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }

function limit(word: 'at least' | 'at most', origin: string, value: number | bigint, isInclusive = true): string {
  const exclusive = word === 'at least' ? 'more than' : 'less than'
  return `${isInclusive ? word : exclusive} ${value}${parts[origin] ?? ''}`
}

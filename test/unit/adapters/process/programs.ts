import { join } from 'node:path'
import type { Behaviour } from '../../../conformance/executor.ts'

const DESCRIBE = join(import.meta.dirname, '../../../fixtures/executor/describe.mjs')

const SCRIPTS: Record<Exclude<Behaviour, 'describe'>, string> = {
  exit: 'exit "$1"',
  raise: 'kill -"$1" $$',
  print: 'for text; do printf "%s\\n" "$text"; done',
  'print-bare': 'printf %s "$1"',
  'print-base64': 'printf %s "$1" | base64 -d',
  flood: 'head -c "$1" /dev/zero | tr "\\0" x',
  sleep:
    'exec 2>/dev/null; trap "echo terminated; exit 7" TERM; echo ready; while :; do sleep 600 & wait $!; done',
  stubborn: 'trap "" TERM; echo ready; while :; do sleep 600; done',
  fork: 'sleep 600 & exit 0',
  daemon: '(setsid sh -c "sleep 600 & sleep 600" </dev/null >/dev/null 2>&1 &); echo ready',
  'daemon-stubborn':
    'trap "" TERM; setsid sh -c "sleep 600 & echo ready; wait" & while :; do sleep 600; done',
  append: 'echo run >>"$1"',
}

/** The conformance suite's programs as real ones. */
export function program(behaviour: Behaviour, ...parameters: string[]): readonly string[] {
  if (behaviour === 'describe') return [process.execPath, DESCRIBE, ...parameters]
  return ['/bin/sh', '-c', SCRIPTS[behaviour], 'sh', ...parameters]
}

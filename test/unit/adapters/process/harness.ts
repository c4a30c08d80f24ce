import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processExecutor } from '../../../../adapters/process/executor.ts'
import { systemClock } from '../../../../core/system-clock.ts'
import type { ExecutorHarness } from '../../../conformance/executor.ts'
import { program } from './programs.ts'

export interface ProcessHarness extends ExecutorHarness {
  /** Of everything it makes; the test removes it. */
  readonly root: string
  /** The folder of the executor that was created last. */
  folder(): string
}

export function processHarness(shell: readonly string[] = ['/bin/sh']): ProcessHarness {
  const root = mkdtempSync(join(tmpdir(), 'iteron-process-'))
  const directory = () => mkdtempSync(join(root, 'd-'))
  let folder = ''
  return {
    root,
    folder: () => folder,
    create: (slots) => {
      folder = directory()
      return Promise.resolve(processExecutor({ slots, folder, workspaces: root, clock: systemClock, shell }))
    },
    directory: () => Promise.resolve(directory()),
    command: program,
    notExecutable: () => {
      const file = join(directory(), 'text')
      writeFileSync(file, 'not a program\n')
      return Promise.resolve(file)
    },
    processes: true,
    added: ['ITERON_TASK'],
  }
}

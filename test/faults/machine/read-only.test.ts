import { spawnSync } from 'node:child_process'
import { expect } from '@jest/globals'
import { Installation } from '../../e2e/installation.ts'
import { IteronProcess } from '../../e2e/iteron-process.ts'
import { fault } from '../fault.ts'
import { noMount, SmallDisk } from './small-disk.ts'

const END_MS = 20_000

fault(
  {
    fault: 'the data folder is on a disk that is mounted read-only',
    holds: 'up and the commands that open the folder end with one line that names it, and what to do',
    form: 'long',
    unless: noMount,
  },
  async () => {
    const installation = new Installation()
    const disk = new SmallDisk(installation.data, 16)
    const remount = (how: string) =>
      expect(spawnSync('mount', ['-o', `remount,${how}`, installation.data]).status).toBe(0)
    try {
      await installation.start()
      await installation.stop()
      remount('ro')
      for (const command of [['up', '--grpc', '127.0.0.1:0', '--http', '127.0.0.1:0'], ['doctor']]) {
        const args = [...command, '--data', installation.data]
        const { exit, stderr } = await new IteronProcess(args, { cwd: installation.folder }).end(END_MS)
        expect({ exit, stderr }).toEqual({
          exit: 5,
          stderr: expect.stringMatching(/^iteron: .*data.*\n {2}.+\n$/) as unknown,
        })
      }
      remount('rw')
      await installation.start()
      await installation.stop()
    } finally {
      await installation.kill().catch(() => undefined) // it has ended, unless the test failed
      disk.remove()
      await installation.remove()
    }
  },
)

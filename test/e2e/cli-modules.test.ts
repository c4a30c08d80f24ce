import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { sharedCliServer, type CliServer } from './cli-server.ts'

const shared = sharedCliServer()
let server: CliServer

const iteron = async (...args: string[]) => await server.iteron(...args)

beforeAll(() => {
  server = shared()
})

describe('modules', () => {
  test('a specification in a file: program files absolute and digested, exactly what the file says', async () => {
    mkdirSync(path.join(server.folder, 'mod'))
    writeFileSync(path.join(server.folder, 'mod/run.sh'), 'exit 0\n')
    writeFileSync(
      path.join(server.folder, 'mod/module.yaml'),
      'name: filed\nsubscribes: [f.in]\ncommand: [sh, run.sh]\n',
    )
    expect((await iteron('module', 'create', '-f', 'mod/module.yaml')).exit).toBe(0)
    const program = path.join(server.folder, 'mod/run.sh')
    const module = await server.json('module', 'get', 'filed')
    expect(module).toMatchObject({
      name: 'filed',
      version: 1,
      code: [{ path: program, digest: expect.stringMatching(/^sha256:/) }],
      spec: { command: ['sh', program], timeout: '5m' },
    })
  })

  test('an unknown key is refused by name, exit 2; a name in use, exit 5; an unknown provider, exit 2', async () => {
    writeFileSync(
      path.join(server.folder, 'bad.yaml'),
      'name: b\nsubscribes: [x]\ncommand: [a]\ncomand: [b]\n',
    )
    expect(await iteron('module', 'create', '-f', 'bad.yaml')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('comand'),
    })
    const create = ['module', 'create', '-n', 'taken', '-i', 'a', '-m', 'true']
    expect([(await iteron(...create)).exit, (await iteron(...create)).exit]).toEqual([0, 5])
    const elsewhere = await iteron('module', 'create', '-n', 'k', '-i', 'a', '-m', 'true', '-p', 'kubernetes')
    expect(elsewhere).toMatchObject({ exit: 2, stderr: expect.stringContaining('"kubernetes"') })
  })

  test('update by options changes only what they name; pause, resume, delete', async () => {
    await iteron('module', 'create', '-n', 'brief', '-i', 'b.in', '-m', 'true', '--retry-count', '3')
    expect((await iteron('module', 'update', '-n', 'brief', '--max-exec-mins', '1')).stdout).toMatch(
      /to version 2\n$/,
    )
    const { spec } = await server.json<{ spec: object }>('module', 'get', '-n', 'brief')
    expect(spec).toMatchObject({
      timeout: '1m',
      retry: { count: 3 },
      subscribes: ['b.in'],
      command: ['/bin/sh', '-c', 'true'],
    })
    expect(await server.json('module', 'pause', 'brief')).toMatchObject({ state: 'paused' })
    expect(await server.json('module', 'resume', 'brief')).toMatchObject({ state: 'active' })
    expect((await iteron('module', 'delete', '-n', 'brief')).stdout).toMatch(/^deleted module brief-/)
    expect((await iteron('module', 'get', 'brief')).exit).toBe(4)
  })
})

describe('the server itself', () => {
  test('status, doctor and verify', async () => {
    expect(await server.json('status')).toMatchObject({
      server: { grpc: server.endpoint },
      statistics: { events: expect.any(Number) },
    })
    expect((await iteron('status')).stdout).toContain(server.endpoint)
    expect(await server.json('doctor')).toMatchObject({ sound: true, findings: [] })
    expect(await server.json('artifact', 'verify')).toMatchObject({ damaged: 0 })
    expect(await server.json('artifact', 'reindex')).toMatchObject({ added: 0, problems: [] })
  })

  test('the address of HTTP is told from that of gRPC', async () => {
    const { server: info } = await server.json<{ server: { http: string } }>('status')
    expect((await iteron('job', 'list', '--endpoint', info.http)).exit).toBe(3)
  })
})

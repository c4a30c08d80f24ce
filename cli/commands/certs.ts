import path from 'node:path'
import { defineCommand, type Command } from '../command.ts'
import { listOf, wholeNumber } from '../options.ts'
import { pairs, printRecord } from '../output/record.ts'

const create = defineCommand({
  usage: 'create [dir]',
  describe: 'Make an authority, and certificates for the server and for clients',
  positionals: {
    dir: { type: 'string', describe: 'Folder of the files (certs); nothing in it is overwritten.' },
  },
  options: {
    host: {
      type: 'string',
      array: true,
      coerce: (value: unknown) => (value === undefined ? undefined : listOf(value)),
      describe: 'Name or address of the server; repeatable (localhost, 127.0.0.1, ::1).',
    },
    days: { type: 'string', coerce: wholeNumber('days', 1), describe: 'How long they are good for (365).' },
  },
  run: async (session, { dir, host, days }) => {
    const { createCertificates } = await import('../offline/certs.ts')
    const files = await createCertificates({
      directory: path.resolve(session.io.cwd, dir ?? 'certs'),
      hosts: host ?? ['localhost', '127.0.0.1', '::1'],
      days: days ?? 365,
    })
    await printRecord(session, files, () =>
      [
        pairs([
          ['authority', files.cacertfile],
          ["authority's key", files.cakeyfile],
          ['server', files.server.certfile],
          ["server's key", files.server.keyfile],
          ['client', files.client.certfile],
          ["client's key", files.client.keyfile],
        ]),
        `\nServer: iteron up --certfile ${files.server.certfile} --keyfile ${files.server.keyfile} --cacertfile ${files.cacertfile}\n`,
        `Client: iteron status --certfile ${files.client.certfile} --keyfile ${files.client.keyfile} --cacertfile ${files.cacertfile}\n`,
      ].join(''),
    )
    return undefined
  },
})

export const COMMANDS: readonly Command[] = [create]

// Part of `npm run proto`: what the .proto files say, parsed once and for all, as proto/generated/descriptor.ts.
import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import protobuf from 'protobufjs'

const folder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'proto')

/** The text of the generated file. */
export function descriptorSource() {
  const root = new protobuf.Root()
  root.resolvePath = (_, file) => path.join(folder, file)
  root.loadSync(
    readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith('.proto'))
      .sort(),
  )
  root.resolveAll()
  const text = JSON.stringify(root.toJSON()).replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  return `// Made by \`npm run proto\`.\n/** All .proto files in protobufjs' form, as JSON. */\nexport const DESCRIPTOR =\n  '${text}'\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(path.join(folder, 'generated/descriptor.ts'), descriptorSource())

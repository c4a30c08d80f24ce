/** What is needed here of a message in descriptor.proto. */
interface MessageDescriptor {
  name: string
  readonly field: { readonly name: string; typeName?: string }[]
  readonly nestedType: MessageDescriptor[]
  readonly options?: { readonly mapEntry?: boolean } | null
}

/** What is needed here of a file, as protobufjs decodes it: its class knows how to write it. */
export interface FileDescriptor {
  readonly package?: string
  readonly messageType: readonly MessageDescriptor[]
}

interface Encoder {
  encode(file: FileDescriptor): { finish(): Uint8Array }
}

/**
 * Gives the entries of map fields the names that the language demands (`some_map` → `SomeMapEntry`), without which
 * clients refuse
 * the file: protobufjs writes others. Returns the file encoded.
 */
export function nameMapEntries(file: FileDescriptor): Uint8Array {
  const scope = file.package === undefined || file.package === '' ? '' : `.${file.package}`
  for (const message of file.messageType) nameIn(message, scope)
  return (file.constructor as unknown as Encoder).encode(file).finish()
}

function nameIn(message: MessageDescriptor, scope: string): void {
  const full = `${scope}.${message.name}`
  for (const nested of message.nestedType) {
    if (nested.options?.mapEntry !== true) {
      nameIn(nested, full)
      continue
    }
    const field = message.field.find((one) => one.typeName === nested.name)
    if (field === undefined) continue
    nested.name = `${camelCase(field.name)}Entry`
    field.typeName = `${full}.${nested.name}`
  }
}

function camelCase(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
}

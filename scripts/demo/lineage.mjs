// The lineage of one blurred picture, back to its URL.

/**
 * The first blurred picture's tree, as `command` prints it, and the event that named its URL.
 * @returns {Promise<{file: string, command: string, tree: string, event: string, url: string}>}
 */
export async function traceToUrl(server, jobs) {
  const blurred = jobs.find(({ module }) => module === 'blur-faces')
  if (blurred === undefined) throw new Error('no photograph was blurred')
  const [artifact] = await server.readJson('artifact', 'list', '--job', blurred.id)
  const [{ path: file }] = artifact.files
  const command = ['lineage', 'up', `${artifact.id}:${file}`]
  const tree = await server.readText(...command, '-o', 'tree')
  const { nodes } = await server.readJson(...command)
  const requested = nodes.find(({ attributes }) => attributes.type === 'photo.requested')
  if (requested === undefined) throw new Error(`the lineage of ${file} names no event photo.requested`)
  const { id } = requested.attributes
  const { data } = await server.readJson('event', 'get', id)
  return {
    file,
    command: `iteron ${command.join(' ')} -o tree`,
    tree,
    event: `photo.requested ${id}`,
    url: data.url,
  }
}

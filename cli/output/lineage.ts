import type { LineageEdge__Output } from '../../proto/generated/iteron/v1/LineageEdge.ts'
import type { LineageNode__Output } from '../../proto/generated/iteron/v1/LineageNode.ts'
import { oneLine } from './text.ts'

export interface Graph {
  readonly nodes: readonly LineageNode__Output[]
  readonly edges: readonly LineageEdge__Output[]
}

export type Direction = 'up' | 'down'

/** The graph as an indented tree from its subject; a node that was shown before is named, not unfolded again. */
export function lineageTree(graph: Graph, direction: Direction): string {
  const next = children(graph, direction)
  const lines: string[] = []
  const shown = new Set<string>()
  // a stack of its own: a chain can be longer than the call stack is deep
  const stack: Branch[] = graph.nodes
    .filter(({ depth }) => depth === 0)
    .map((node) => ({ node, mark: '', below: '' }))
    .reverse()
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, mark, below } = top
    const again = shown.has(node.key)
    lines.push(`${mark}${describeNode(node)}${again ? ' (see above)' : ''}\n`)
    shown.add(node.key)
    if (!again) stack.push(...branches(next.get(node.key) ?? [], below).reverse())
  }
  return lines.join('')
}

interface Branch {
  readonly node: LineageNode__Output
  /** What stands before it on its line. */
  readonly mark: string
  /** What stands before everything under it. */
  readonly below: string
}

function branches(nodes: readonly LineageNode__Output[], before: string): Branch[] {
  return nodes.map((node, index) => {
    const last = index === nodes.length - 1
    return { node, mark: `${before}${last ? '└─ ' : '├─ '}`, below: `${before}${last ? '   ' : '│  '}` }
  })
}

/** By key: the nodes one step further from the subject. */
function children({ nodes, edges }: Graph, direction: Direction): Map<string, LineageNode__Output[]> {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const next = new Map<string, LineageNode__Output[]>()
  for (const { from, to } of edges) {
    const [near, far] = direction === 'up' ? [to, from] : [from, to]
    const [parent, child] = [byKey.get(near), byKey.get(far)]
    if (parent === undefined || child === undefined || child.depth <= parent.depth) continue
    const known = next.get(near) ?? []
    if (!known.includes(child)) next.set(near, [...known, child])
  }
  return next
}

/** The graph in Graphviz's language, from origin to result. */
export function lineageDot({ nodes, edges }: Graph): string {
  const shapes: Readonly<Record<string, string>> = {
    job: 'box',
    event: 'ellipse',
    artifact: 'folder',
    file: 'note',
  }
  const lines = [
    ...nodes.map(
      (node) =>
        `  ${quoted(node.key)} [label=${quoted(describeNode(node))}, shape=${shapes[node.kind] ?? 'box'}]`,
    ),
    ...edges.map(({ from, to, kind }) => `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(kind)}]`),
  ]
  return `digraph lineage {\n  rankdir=LR\n${lines.map((line) => `${line}\n`).join('')}}\n`
}

export function describeNode(node: LineageNode__Output): string {
  const label = node.label === '' || node.label === node.id ? '' : `${oneLine(node.label)} `
  return `${node.kind} ${label}${oneLine(node.id)}`
}

function quoted(text: string): string {
  return `"${oneLine(text).replace(/[\\"]/g, '\\$&')}"`
}

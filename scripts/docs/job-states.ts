import {
  CLOSED_STATES,
  JOB_TRANSITIONS,
  LIVE_STATES,
  type JobChange,
  type JobState,
} from '../../core/model/transition.ts'

/**
 * The job's states and what leads from one to another, as a Mermaid drawing: changes with the same two ends share an
 * arrow.
 */
export function jobStates(): string {
  const labels = new Map<string, JobChange[]>()
  for (const [change, steps] of Object.entries(JOB_TRANSITIONS) as [JobChange, Record<string, JobState>][]) {
    for (const [from, to] of Object.entries(steps)) {
      const arrow = `${from} --> ${to}`
      labels.set(arrow, [...(labels.get(arrow) ?? []), change])
    }
  }
  const lines = [
    '[*] --> queued',
    '[*] --> waiting: a join',
    ...[...labels].map(([arrow, changes]) => `${arrow}: ${changes.join(', ')}`),
    ...CLOSED_STATES.map((state) => `${state} --> [*]`),
    'classDef live font-weight:bold',
    `class ${LIVE_STATES.join(', ')} live`,
  ]
  return ['```mermaid', 'stateDiagram-v2', ...lines.map((line) => `    ${line}`), '```'].join('\n')
}

import { randomInt } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { MODES } from './modes.ts'
import { scenarioOf } from './scenario.ts'
import { simulate } from './simulation.ts'

const { ITERON_MODEL_SEED: onlySeed, ITERON_MODEL_MODE: onlyMode, ITERON_TEST_LONG: long } = process.env
const budgetMs = long === '1' ? 120_000 : 20_000
const modes = MODES.filter(({ name }) => onlyMode === undefined || name === onlyMode)

test(
  'the dispatchers keep the protocol, whatever happens at whatever instant',
  async () => {
    const base = onlySeed === undefined ? randomInt(2 ** 31) : Number(onlySeed)
    const end = performance.now() + budgetMs
    const runs = new Map<string, number>()
    for (let seed = base; performance.now() < end; seed += 1) {
      for (const mode of modes) {
        const { problems, trace } = await simulate(scenarioOf(seed, mode, onlySeed !== undefined))
        runs.set(mode.name, (runs.get(mode.name) ?? 0) + 1)
        if (problems.size > 0 && onlySeed !== undefined) process.stdout.write(`${trace.join('\n')}\n`)
        expect({
          repeat: `ITERON_MODEL_SEED=${String(seed)} ITERON_MODEL_MODE=${mode.name} npm run jest -- test/protocol-model/model`,
          problems: Object.fromEntries(problems),
        }).toEqual({ repeat: expect.any(String), problems: {} })
      }
      if (onlySeed !== undefined) break
    }
    const counts = [...runs].map(([mode, count]) => `${mode} ${String(count)}`).join(', ')
    process.stdout.write(`protocol model: base seed ${String(base)}; runs: ${counts}\n`)
  },
  budgetMs + 60_000,
)

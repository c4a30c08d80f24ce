// What the command line answers, as values; a command that fails is an error with its own message.

/** The JSON that a command prints. */
export async function readJson(iteron, ...command) {
  return JSON.parse(await readText(iteron, ...command, '-o', 'json'))
}

/** What a command prints. */
export async function readText(iteron, ...command) {
  const { code, stdout, stderr } = await iteron(...command)
  if (code !== 0)
    throw new Error(`iteron ${command.join(' ')} ended with exit code ${code}: ${stderr.trim()}`)
  return stdout
}

/** The last line that a job's last attempt printed. */
export async function lastLogLine(iteron, job) {
  const log = await readText(iteron, 'job', 'logs', job)
  return log.trimEnd().split('\n').pop()
}

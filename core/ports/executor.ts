/** A program to run. Its id is derived from (job, attempt): submitting it again is no second run. */
export interface Task {
  readonly id: string
  /** Program and arguments, no shell. */
  readonly command: readonly string[]
  /** The attempt's workspace: working directory of the program, absolute. */
  readonly directory: string
  /** The whole environment; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>
  /** Ends the program after so long: terminate, then kill. 0: never. Milliseconds. */
  readonly timeoutMs: number
  /** Between terminate and kill, milliseconds. */
  readonly graceMs: number
  /** What the log keeps, bytes; the rest is counted and replaced by a marker. */
  readonly maxLogBytes: number
  /** Names of limits and resources, for executors that place tasks. */
  readonly resources?: { readonly cpus?: number; readonly memoryBytes?: number; readonly gpus?: number }
}

/**
 * Why a task ended. `exit`: by itself. `lost`: the executor doesn't know it any more. `unstartable`: the program can't
 * be executed. `unavailable`: nothing could be started just then, and the program never began; later it may.
 */
export type TaskEnd = 'exit' | 'timeout' | 'cancelled' | 'oom' | 'lost' | 'unstartable' | 'unavailable'

export interface TaskStatus {
  readonly id: string
  readonly state: 'running' | 'ended'
  readonly end?: TaskEnd
  /** With `end` exit: the code, 128 + number for a signal. */
  readonly exitCode?: number
  /** One sentence for people. */
  readonly reason?: string
  /** Milliseconds since 1970. */
  readonly startedAt?: number
  readonly endedAt?: number
}

/** A line of output as it was read. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly text: string
}

export interface ExecutorCapabilities {
  /** Who runs prepare and commit: the dispatcher around the task, or the handler program beside it. */
  readonly stages: 'dispatcher' | 'handler'
  /** Tasks end with the process that submitted them. */
  readonly local: boolean
  /** Its programs can read and write files; if not, no workspace is made for them. */
  readonly files: boolean
}

/**
 * Runs programs. `submit` is idempotent by task id for as long as the task is known; a task stays known until `forget`.
 * When a task is reported as ended, no process that it started is left.
 */
export interface Executor {
  readonly capabilities: ExecutorCapabilities

  /** Makes the executor ready, and ends what a former process on the same folder left running. Idempotent. */
  open(): Promise<void>

  /** Returns when the task was taken; a program that can't be started ends as `unstartable`. */
  submit(task: Task): Promise<void>

  /**
   * Every change of state from now on; the iterator ends with the signal. Ended tasks are reported to each observer
   * that is there.
   */
  observe(signal: AbortSignal): AsyncIterable<TaskStatus>

  /** The tasks that are known: running, or ended and not forgotten. */
  list(): Promise<TaskStatus[]>

  /**
   * Ends the task (terminate, then kill after `graceMs`) and returns when none of its processes is left. Unknown: no
   * error.
   */
  cancel(id: string, graceMs: number): Promise<void>

  /** Lines so far, then, with `follow`, as they come until the task has ended. NOT_FOUND for an unknown task. */
  logs(
    id: string,
    options: { readonly follow: boolean; readonly signal?: AbortSignal },
  ): AsyncIterable<LogLine>

  /** The ended task's log is no longer needed here. */
  forget(id: string): Promise<void>

  /** Ends every task and releases the executor. Idempotent. */
  close(): Promise<void>
}

import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  rmdirSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expectSound } from './sound.ts'
import { Installation } from '../../e2e/installation.ts'

/** What a full disk is filled with, from large to small: afterwards not even a byte finds room. */
const STEPS = [256 * 1024, 4096, 1]

/** Why no file system can be mounted here; undefined: it can. */
export const noMount: string | undefined = mountRefusal()

/** A file system in memory, of few bytes, that can be filled and freed. */
export class SmallDisk {
  readonly folder: string
  #mib: number

  constructor(folder: string, mib: number) {
    this.folder = folder
    this.#mib = mib
    mkdirSync(folder, { recursive: true })
    const done = mount('-t', 'tmpfs', '-o', `size=${String(mib)}m,mode=700`, 'tmpfs', folder)
    if (done !== undefined) throw new Error(done)
  }

  /** Takes all room but `leave` bytes. */
  fill(leave = 0): void {
    const hole = path.join(this.folder, 'hole')
    writeFileSync(hole, Buffer.alloc(leave, 1))
    const fd = openSync(path.join(this.folder, 'ballast'), 'w')
    for (const size of STEPS) fillUp(fd, size)
    closeSync(fd)
    if (leave > 0) rmSync(hole)
  }

  /** There is room again. */
  free(): void {
    rmSync(path.join(this.folder, 'ballast'), { force: true })
  }

  /** The disk gets larger by so many MiB. */
  grow(mib: number): void {
    this.#mib += mib
    mount('-o', `remount,size=${String(this.#mib)}m`, this.folder)
  }

  remove(): void {
    spawnSync('umount', ['-l', this.folder])
    rmdirSync(this.folder)
  }
}

/** Runs a test with an installation on a small disk; at the end its store must be sound. */
export async function onSmallDisk(
  { mib }: { readonly mib: number },
  test: (installation: Installation, disk: SmallDisk) => Promise<void>,
): Promise<void> {
  const installation = new Installation()
  const disk = new SmallDisk(installation.data, mib)
  try {
    await installation.start()
    await test(installation, disk)
    await installation.stop()
    await expectSound(installation)
  } finally {
    await installation.kill().catch(() => undefined) // it has ended, unless the test failed
    disk.remove()
    await installation.remove()
  }
}

/** An installation on small disks for several tests of a file; each has to free what it filled. Sound at the end. */
export class SharedSmallDisks {
  readonly installation = new Installation()
  readonly disk: SmallDisk
  readonly blobs: SmallDisk

  constructor(mib: number, blobsMib: number) {
    this.disk = new SmallDisk(this.installation.data, mib)
    this.blobs = new SmallDisk(path.join(this.installation.data, 'blobs'), blobsMib)
  }

  /** Takes the room on both. */
  fill(): void {
    this.disk.fill()
    this.blobs.fill()
  }

  free(): void {
    this.disk.free()
    this.blobs.free()
  }

  async end(): Promise<void> {
    const { installation } = this
    try {
      await installation.stop()
      await expectSound(installation)
    } finally {
      await installation.kill().catch(() => undefined) // it has ended, unless a test failed
      this.blobs.remove()
      this.disk.remove()
      await installation.remove()
    }
  }
}

/** Writes so many bytes at a time, until there is room for no more. */
function fillUp(fd: number, size: number): void {
  const bytes = Buffer.alloc(size, 1)
  try {
    for (;;) writeSync(fd, bytes)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

function mount(...args: readonly string[]): string | undefined {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' })
  return status === 0 ? undefined : `mount: ${stderr.trim()}`
}

function mountRefusal(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'iteron-mount-'))
  try {
    const refusal = mount('-t', 'tmpfs', 'tmpfs', folder)
    if (refusal === undefined) spawnSync('umount', [folder])
    return refusal === undefined ? undefined : 'no file system can be mounted here'
  } finally {
    rmdirSync(folder)
  }
}

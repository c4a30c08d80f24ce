import type { ArtifactRecord } from '../../core/model/artifact.ts'
import { GROUP } from '../../dispatcher/context.ts'
import { publishMetadata } from '../../dispatcher/publish-metadata.ts'
import { ManagementServer } from '../../management-api/server.ts'
import type { LoadedConfig } from '../config/load.ts'
import { diskUsage } from '../disk-usage.ts'
import { openInstallation } from './installation.ts'
import { retentionPolicy } from './retention.ts'

/** A data folder behind the management API, on a port of its own on this machine; runs nothing. */
export interface ServedFolder {
  /** HOST:PORT. */
  readonly address: string
  stop(): Promise<void>
}

/** Opens the folder; FAILED_PRECONDITION if another process has it. `anew`: see `InstallationOptions`. */
export async function serveFolder({ settings, origins }: LoadedConfig, anew = false): Promise<ServedFolder> {
  const origin = origins.get('retention') ?? 'default'
  const { data, durability, bus, documents, blobs } = settings
  const installation = await openInstallation({
    data,
    durability,
    anew,
    slots: 1,
    ...(bus === undefined ? {} : { bus }),
    ...(documents === undefined ? {} : { documents }),
    ...(blobs === undefined ? {} : { blobs }),
    onFatal: (error) => {
      throw error
    },
  })
  const { catalog, bus: eventBus, blobs: blobStore, snapshots } = installation
  const server = new ManagementServer(
    {
      catalog,
      bus: eventBus,
      group: GROUP,
      blobs: blobStore,
      snapshots,
      executors: new Map(),
      ports: [],
      disk: () => diskUsage(installation.folders.data),
      retention: retentionPolicy(settings.retention, origin),
      publishMetadata: (artifact: ArtifactRecord) => publishMetadata(catalog, blobStore, artifact),
    },
    { address: '127.0.0.1:0' },
  )
  const stop = async () => {
    await server.stop()
    await installation.close()
  }
  try {
    await server.start()
  } catch (error) {
    await stop()
    throw error
  }
  return { address: server.address ?? '', stop }
}

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/drive'
import type { InferDriveDisks } from '@adonisjs/drive/types'
import { bucketDriver, LocalDriver } from '@karkhana/kernel/disks'
import env from '../start/env.ts'

const bucket = env.get('S3_BUCKET')

/** A build is thrown away by the next one; its files lie beside it. */
const home = import.meta.url.endsWith('.js')
  ? app.makePath('..', 'storage')
  : app.makePath('storage')

/** Loaded only where it is used: the client of S3 is large. */
const Bucket = bucket ? await bucketDriver() : null

const folder =
  env.get('FILES_PATH') ??
  (app.inTest ? join(tmpdir(), `karkhana-files-${process.pid}`) : join(home, 'files'))

/**
 * Where stored bytes are: a bucket when S3_BUCKET is set, else a folder of this machine. The folder stays readable when
 * a bucket is set later, until `files:move` has carried everything over.
 */
const driveConfig = defineConfig({
  default: Bucket ? 's3' : 'local',
  services: {
    local: () => new LocalDriver(folder),
    ...(Bucket && {
      s3: () =>
        new Bucket({
          bucket: bucket!,
          endpoint: env.get('S3_ENDPOINT'),
          region: env.get('S3_REGION'),
          accessKeyId: env.get('S3_ACCESS_KEY_ID') ?? '',
          secretAccessKey: env.get('S3_SECRET_ACCESS_KEY')?.release() ?? '',
          pathStyle: env.get('S3_PATH_STYLE'),
        }),
    }),
  },
})

export default driveConfig

declare module '@adonisjs/drive/types' {
  export interface DriveDisks extends InferDriveDisks<typeof driveConfig> {}
}

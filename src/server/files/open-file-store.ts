import { join } from 'node:path'
import type { Config } from '../config.ts'
import { bucketStore } from './bucket-store.ts'
import { type FileStore, folderStore } from './file-store.ts'

/** Where the settings want files to lie: in a bucket, or below the data folder. */
export const openFileStore = ({ bucket, dataFolder }: Pick<Config, 'bucket' | 'dataFolder'>): FileStore =>
  bucket ? bucketStore(bucket.place, bucket.secrets) : folderStore(join(dataFolder, 'files'))

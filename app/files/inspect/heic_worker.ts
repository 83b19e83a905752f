import { parentPort, workerData } from 'node:worker_threads'
import type { HeicAnswer } from './heic.ts'

/** Decodes one photo away from the requests of this process; see `heic.ts`. */
async function decoded(buffer: Uint8Array, pixels: number): Promise<HeicAnswer> {
  const { default: decode } = await import('heic-decode')
  const images = await decode.all({ buffer })
  try {
    // The first one is the photo; others are what moved, or how far away things were
    const [photo] = images
    const { width, height } = photo
    if (width * height > pixels) return { width, height, data: null }
    const { data } = await photo.decode()
    return { width, height, data: new Uint8Array(data) }
  } finally {
    images.dispose()
  }
}

const { bytes, pixels } = workerData as { bytes: Uint8Array; pixels: number }
const answer = await decoded(bytes, pixels).catch((): HeicAnswer => null)
parentPort!.postMessage(answer, answer?.data ? [answer.data.buffer as ArrayBuffer] : [])

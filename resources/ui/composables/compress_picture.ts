/** Longer side of a picture that is sent, in pixels; the server keeps no larger one. */
const SIDE = 2560
/** Smaller files are sent as they are: drawing them anew would save nothing. */
const SMALL_BYTES = 300 * 1024

/**
 * A photo made small enough for a weak network, upright and without what the camera noted of the place. Anything that
 * is no picture, or that this browser cannot read, stays as it is: the server looks at it again.
 */
export async function compressPicture(file: File): Promise<Blob> {
  if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) || file.size <= SMALL_BYTES) return file
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(
    () => null
  )
  if (!picture) return file
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const type = file.type === 'image/png' ? 'image/png' : 'image/jpeg'
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.85))
  return drawn && drawn.size < file.size ? drawn : file
}

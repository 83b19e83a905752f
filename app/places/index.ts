export { placeOfPin, type PinPlace } from './pin_code.ts'

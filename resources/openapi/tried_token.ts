import { ref } from 'vue'

/** The token that requests of the reference are tried with; it is forgotten with the window. */
export const triedToken = ref('')

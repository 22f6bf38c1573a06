/** Differs with every build; a page rendered by another build is not hydrated but mounted anew. */
declare const __BUILD_ID__: string

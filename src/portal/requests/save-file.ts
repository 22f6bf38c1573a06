/** Gives a file that was made here to the browser, which saves it or opens the program for it. */
export function saveFile(content: Blob, name: string) {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // Safari reads the file after the click.
  setTimeout(() => { URL.revokeObjectURL(address) }, 10_000)
}

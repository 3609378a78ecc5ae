/**
 * The directory of a torch archive: which members it has and where their bytes lie. No member is read.
 *
 * yauzl knows the zip format (end record, zip64, name encodings, hostile names). It is driven here through a reader
 * that answers at once, so it needs neither streams nor promises. What it leaves to us: torch stores members
 * uncompressed, once each and side by side, and a file that does otherwise was not written by torch.
 */

import { fromRandomAccessReader, RandomAccessReader } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { CheckpointError, invalid, quoted, unsupported } from './error.ts'
import type { ByteSource } from './source.ts'

export interface ZipMember {
  readonly name: string
  readonly size: number
  /** Where the bytes begin. Reads the member's own header, so ask only for members in use. */
  locate(): number
}

/** The published checkpoint with averages and optimizer states has about 4,000 members. */
const MOST_MEMBERS = 100_000
const LOCAL_HEADER_BYTES = 30
const BLOCK_BYTES = 64 * 1024

/** @throws CheckpointError for an archive that torch would not write */
export function zipMembers(source: ByteSource): Map<string, ZipMember> {
  const reader = new SourceReader(source)
  const zip = openZip(reader, source.size)
  reader.lowestOffset = source.size
  if (zip.entryCount > MOST_MEMBERS) throw unsupported(`it has ${zip.entryCount} members.`)
  const entries = Array.from({ length: zip.entryCount }, () => nextEntry(zip))
  // The directory is all that was read since its entries were asked for; no member may reach into it.
  const directoryOffset = reader.lowestOffset
  entries.sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)

  const members = new Map<string, ZipMember>()
  for (const [i, entry] of entries.entries()) {
    const end = entries[i + 1]?.relativeOffsetOfLocalHeader ?? directoryOffset
    checkEntry(entry, end)
    if (members.has(entry.fileName)) throw invalid(`it has the member ${quoted(entry.fileName)} twice.`)
    members.set(entry.fileName, {
      name: entry.fileName,
      size: entry.uncompressedSize,
      locate: () => locate(zip, entry, end),
    })
  }
  return members
}

/**
 * Gives yauzl bytes while it waits, which makes each of its calls complete before it returns.
 *
 * The directory is read field by field: a read that goes on where the last one ended takes a block in advance. Other
 * reads, such as those of members' own headers all over the file, take no more than they need.
 */
class SourceReader extends RandomAccessReader {
  lowestOffset: number
  private readonly source: ByteSource
  private block: Buffer = Buffer.alloc(0)
  private blockOffset = 0
  private end = -1

  constructor(source: ByteSource) {
    super()
    this.source = source
    this.lowestOffset = source.size
  }

  override read(
    into: Buffer,
    intoOffset: number,
    length: number,
    offset: number,
    callback: (error: Error | null) => void,
  ): void {
    let failure: Error | null = null
    try {
      this.bytes(offset, length).copy(into, intoOffset)
      this.lowestOffset = Math.min(this.lowestOffset, offset)
    } catch (error) {
      failure = error as Error
    }
    callback(failure)
  }

  private bytes(offset: number, length: number): Buffer {
    const isNext = offset === this.end
    this.end = offset + length
    const inBlock = offset - this.blockOffset
    if (inBlock >= 0 && inBlock + length <= this.block.length) return this.block.subarray(inBlock, inBlock + length)
    const ahead = Math.min(BLOCK_BYTES, this.source.size - offset)
    if (!isNext || length > ahead) return this.source.read(offset, length)
    this.block = this.source.read(offset, ahead)
    this.blockOffset = offset
    return this.block.subarray(0, length)
  }
}

function openZip(reader: SourceReader, size: number): ZipFile {
  const options = { lazyEntries: true, autoClose: false, strictFileNames: true }
  const zip = answer<ZipFile>((done) => fromRandomAccessReader(reader, size, options, done))
  // Without a listener an emitted error would be thrown in the middle of the library.
  zip.on('error', () => {})
  return zip
}

function nextEntry(zip: ZipFile): Entry {
  return answer<Entry>((done) => {
    const onEntry = (entry: Entry) => done(null, entry)
    zip.once('entry', onEntry)
    zip.once('error', done)
    zip.readEntry()
    zip.off('entry', onEntry)
    zip.off('error', done)
  })
}

function checkEntry(entry: Entry, end: number): void {
  const name = quoted(entry.fileName)
  if (entry.compressionMethod !== 0 || entry.isEncrypted()) {
    throw unsupported(`its member ${name} is compressed or encrypted, so the weights cannot be used where they lie.`)
  }
  if (entry.fileName.includes('\0')) throw invalid(`it has a member named ${name}.`)
  const leastEnd =
    entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.fileNameLength + entry.uncompressedSize
  if (!Number.isSafeInteger(leastEnd) || leastEnd > end) throw overlap(entry)
}

/** The lengths in a member's own header can differ from the directory's: torch pads there to align the data. */
function locate(zip: ZipFile, entry: Entry, end: number): number {
  const { fileDataStart } = answer<{ fileDataStart: number }>((done) =>
    zip.readLocalFileHeader(entry, { minimal: true }, done),
  )
  if (fileDataStart + entry.uncompressedSize > end) throw overlap(entry)
  return fileDataStart
}

const overlap = (entry: Entry): CheckpointError =>
  invalid(`its member ${quoted(entry.fileName)} reaches into what follows it.`)

/**
 * The result of a call that answers through a callback before it returns. yauzl answers later only where it has nothing
 * to read: for a member with neither name nor extra field.
 */
function answer<T>(call: (done: (error: Error | null, value?: T) => void) => void): T {
  let failure: unknown
  let result: { value: T } | undefined
  try {
    call((error, value) => {
      failure = error
      if (!error && value !== undefined) result = { value }
    })
  } catch (error) {
    failure = error
  }
  if (result !== undefined) return result.value
  if (failure instanceof CheckpointError) throw failure
  const reason = failure instanceof Error ? failure.message : 'a member has no name'
  throw invalid(`its archive directory is damaged (${reason}).`, failure)
}

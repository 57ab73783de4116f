import { Pipe, PipeTransform } from '@angular/core';

const MEBIBYTE = 1_048_576;

/** "412 kB", "9.4 MB": decimal units, as phones show them. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, '')} MB`;
}

/** A limit as institutions say it: 10 485 760 bytes are "10 MB". */
export function limitSize(bytes: number): string {
  return bytes % MEBIBYTE ? fileSize(bytes) : `${bytes / MEBIBYTE} MB`;
}

@Pipe({ name: 'fileSize' })
export class FileSize implements PipeTransform {
  transform(bytes: number): string {
    return fileSize(bytes);
  }
}

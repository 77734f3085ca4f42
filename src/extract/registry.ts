import type { Format } from './format.ts';
import { otherArchive, rar, sevenZip } from './formats/archives.ts';
import { compound } from './formats/compound.ts';
import { contentLineFile } from './formats/content-lines.ts';
import { csv } from './formats/csv.ts';
import { dbf } from './formats/dbf.ts';
import { dbfMemo } from './formats/dbf-memo.ts';
import { doc } from './formats/doc.ts';
import { docx } from './formats/docx.ts';
import { eml } from './formats/eml.ts';
import { encryptedOffice } from './formats/encrypted-office.ts';
import { epub } from './formats/epub.ts';
import { excelXml } from './formats/excel-xml.ts';
import { gzip } from './formats/gzip.ts';
import { html } from './formats/html.ts';
import { image } from './formats/image.ts';
import { json } from './formats/json.ts';
import { lockedStore } from './formats/locked-stores.ts';
import { mbox } from './formats/mbox.ts';
import { mdb } from './formats/mdb.ts';
import { msg } from './formats/msg.ts';
import { flatOdf, odg, odp, ods, odt } from './formats/odf.ts';
import { bzip2, xz, zstd } from './formats/packed-streams.ts';
import { parquet } from './formats/parquet.ts';
import { pdf } from './formats/pdf.ts';
import { ppt } from './formats/ppt.ts';
import { pptx } from './formats/pptx.ts';
import { pst } from './formats/pst.ts';
import { rtf } from './formats/rtf.ts';
import { pgp, rightsManaged, smime } from './formats/sealed.ts';
import { sql } from './formats/sql.ts';
import { sqlite, sqliteLog } from './formats/sqlite.ts';
import { swept } from './formats/swept.ts';
import { tar } from './formats/tar.ts';
import { text } from './formats/text.ts';
import { tnef } from './formats/tnef.ts';
import { xls } from './formats/xls.ts';
import { xlsb } from './formats/xlsb.ts';
import { xlsx } from './formats/xlsx.ts';
import { xml } from './formats/xml.ts';
import { zeros } from './formats/zeros.ts';
import { zip } from './formats/zip.ts';

/** Every format, the most particular first: the first that knows the content reads it. */
export const FORMATS: readonly Format[] = [
  pdf,
  docx,
  xlsx,
  pptx,
  xlsb,
  ods,
  odp,
  odg,
  odt,
  epub,
  encryptedOffice,
  doc,
  xls,
  ppt,
  msg,
  compound,
  tnef,
  pst,
  sqlite,
  sqliteLog,
  mdb,
  parquet,
  dbf,
  dbfMemo,
  zip,
  gzip,
  xz,
  bzip2,
  zstd,
  sevenZip,
  rar,
  tar,
  otherArchive,
  zeros,
  swept,
  smime,
  rightsManaged,
  pgp,
  lockedStore,
  image,
  rtf,
  mbox,
  eml,
  html,
  flatOdf,
  excelXml,
  xml,
  json,
  sql,
  contentLineFile,
  csv,
  text,
];

export const FORMAT_NAMES: readonly string[] = FORMATS.map((format) => format.name);

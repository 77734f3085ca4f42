/** What is used of officecrypto-tool: its ciphers, on streams that our own reader took out of the file. */
declare module 'officecrypto-tool/src/crypto/ecma376_agile.js' {
  const agile: {
    decrypt(
      data: { readonly encryptionInfoBuffer: Buffer; readonly encryptedPackageBuffer: Buffer },
      password: string,
    ): Promise<Buffer>;
  };
  export default agile;
}
declare module 'officecrypto-tool/src/crypto/ecma376_standard.js' {
  const standard: {
    convertPasswordToKey(
      password: string,
      algorithm: number,
      hashAlgorithm: number,
      provider: number,
      keyBits: number,
      saltBytes: number,
      salt: Buffer,
    ): Buffer;
    verifyKey(key: Buffer, verifier: Buffer, verifierHash: Buffer): boolean;
    decrypt(key: Buffer, input: Buffer): Buffer;
  };
  export default standard;
}
declare module 'officecrypto-tool/src/crypto/rc4.js' {
  const rc4: {
    verifyPassword(password: string, salt: Buffer, verifier: Buffer, verifierHash: Buffer): boolean;
    decrypt(password: string, salt: Buffer, input: Buffer, blockBytes: number): Buffer;
  };
  export default rc4;
}
declare module 'officecrypto-tool/src/crypto/rc4_cryptoapi.js' {
  const cryptoApi: {
    verifyPassword(password: string, salt: Buffer, keyBits: number, verifier: Buffer, verifierHash: Buffer): boolean;
    decrypt(password: string, salt: Buffer, keyBits: number, input: Buffer, blockBytes: number): Buffer;
  };
  export default cryptoApi;
}

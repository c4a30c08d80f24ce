// Original file: iteron/v1/server.proto


export interface RunDoctorRequest {
  /**
   * Also reads every stored file and compares it with its digest.
   */
  'verifyFiles'?: (boolean);
  /**
   * Also accounts for every blob of the store.
   */
  'accountBlobs'?: (boolean);
}

export interface RunDoctorRequest__Output {
  /**
   * Also reads every stored file and compares it with its digest.
   */
  'verifyFiles': (boolean);
  /**
   * Also accounts for every blob of the store.
   */
  'accountBlobs': (boolean);
}

// Original file: iteron/v1/server.proto

import type { Port as _iteron_v1_Port, Port__Output as _iteron_v1_Port__Output } from '../../iteron/v1/Port.ts';
import type { Long } from '@grpc/proto-loader';

export interface ServerInfo {
  /**
   * Of Iteron.
   */
  'version'?: (string);
  /**
   * Id of the installation: part of its events' `source`.
   */
  'installation'?: (string);
  'startedAtMs'?: (number | string | Long);
  'uptimeMs'?: (number | string | Long);
  /**
   * HOST:PORT of this interface, and of HTTP if it is served.
   */
  'grpcAddress'?: (string);
  'httpAddress'?: (string);
  /**
   * Whether clients must have a certificate.
   */
  'tls'?: (boolean);
  /**
   * `bus`, `documents`, `blobs` and each `executor:<name>`.
   */
  'ports'?: (_iteron_v1_Port)[];
  /**
   * Of the Node.js that runs it.
   */
  'nodeVersion'?: (string);
}

export interface ServerInfo__Output {
  /**
   * Of Iteron.
   */
  'version': (string);
  /**
   * Id of the installation: part of its events' `source`.
   */
  'installation': (string);
  'startedAtMs': (number);
  'uptimeMs': (number);
  /**
   * HOST:PORT of this interface, and of HTTP if it is served.
   */
  'grpcAddress': (string);
  'httpAddress': (string);
  /**
   * Whether clients must have a certificate.
   */
  'tls': (boolean);
  /**
   * `bus`, `documents`, `blobs` and each `executor:<name>`.
   */
  'ports': (_iteron_v1_Port__Output)[];
  /**
   * Of the Node.js that runs it.
   */
  'nodeVersion': (string);
}

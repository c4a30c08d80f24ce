// Original file: iteron/v1/backup.proto


export interface TakeSnapshotRequest {
}

export interface TakeSnapshotRequest__Output {
}

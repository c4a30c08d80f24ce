// Original file: iteron/v1/artifacts.proto


export interface ReindexArtifactsRequest {
}

export interface ReindexArtifactsRequest__Output {
}

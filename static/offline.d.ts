// Whether the pages are read from a disk, where nothing can be fetched. A build puts the value in.
declare const OFFLINE: boolean;
